/**
 * The command line for people who run a database: its entry point and its list of commands.
 *
 * <p>The commands themselves are in {@code command}.
 */
@NullMarked
package io.zkpersona.cli;

import org.jspecify.annotations.NullMarked;
