/**
 * A walk through the library in fourteen steps. Start reading at {@link
 * io.zkpersona.examples.WalkThrough}.
 *
 * <p>The steps are in {@code step}, reading files is in {@code data}, printing in {@code console}.
 */
@NullMarked
package io.zkpersona.examples;

import org.jspecify.annotations.NullMarked;
