package io.zkpersona.examples.data;

/**
 * The result of loading one file.
 *
 * @param name the file
 * @param lines the number of lines, without blank ones
 * @param added the number of inputs added to the database
 * @param known the number of inputs that were already stored, from this file or an earlier run
 * @param toldElsewhere the number of lines that another file describes in more detail
 * @param malformed the number of malformed lines, which were skipped
 */
public record LoadedFile(
    String name, long lines, long added, long known, long toldElsewhere, long malformed) {}
