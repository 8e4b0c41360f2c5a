package io.zkpersona.examples;

/**
 * What became of the lines of one file.
 *
 * @param name the file
 * @param lines how many there are, blank ones not counted
 * @param added how many are new in the database
 * @param known how many were there already, from this file or an earlier run
 * @param toldElsewhere how many say only what another file says better
 * @param malformed how many were passed over because they are not what they should be
 */
record LoadedFile(
    String name, long lines, long added, long known, long toldElsewhere, long malformed) {}
