/**
 * Output for a person: lines, tables, progress.
 *
 * <p>Which lines are printed is decided in {@code step}.
 */
@NullMarked
package io.zkpersona.examples.console;

import org.jspecify.annotations.NullMarked;
