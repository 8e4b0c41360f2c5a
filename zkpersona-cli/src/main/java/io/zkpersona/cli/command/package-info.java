/**
 * The commands, one class for each; commands with subcommands nest them.
 *
 * <p>File formats are in {@code transfer}, tables and JSON in {@code output}.
 */
@NullMarked
package io.zkpersona.cli.command;

import org.jspecify.annotations.NullMarked;
