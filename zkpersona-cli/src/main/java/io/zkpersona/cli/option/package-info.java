/**
 * What all commands share: options of the connection, surroundings, exit codes and error lines.
 *
 * <p>Options of a single command are in {@code command}.
 */
@NullMarked
package io.zkpersona.cli.option;

import org.jspecify.annotations.NullMarked;
