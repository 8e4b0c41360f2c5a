/**
 * A walk through the library in fourteen steps. {@link io.zkpersona.examples.WalkThrough} is where
 * to begin reading; the steps themselves are in the classes whose names end in {@code Steps}.
 */
@NullMarked
package io.zkpersona.examples;

import org.jspecify.annotations.NullMarked;
