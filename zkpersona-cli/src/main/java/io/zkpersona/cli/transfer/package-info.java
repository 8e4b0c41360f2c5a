/**
 * Export and import: entities and filters as named values, and the file formats.
 *
 * <p>Derived from the records of the domain; no entity has code of its own here.
 */
@NullMarked
package io.zkpersona.cli.transfer;

import org.jspecify.annotations.NullMarked;
