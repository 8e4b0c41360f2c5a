package io.zkpersona.cli.transfer;

/**
 * The result of an import.
 *
 * @param entity the name of the entity
 * @param rows how many rows the file holds
 * @param inserted how many of them were inserted
 * @param present how many were stored already, with the same content
 * @param differing how many were stored already with other content, which was left as it is
 * @param complete whether the file holds as many rows as its last line says, or never had such a
 *     line
 */
public record ImportResult(
    String entity, long rows, long inserted, long present, long differing, boolean complete) {}
