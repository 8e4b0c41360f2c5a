/**
 * A walk through the library in fourteen steps. Start reading at {@link
 * io.zkpersona.examples.WalkThrough}; the steps are in the classes whose names end in {@code Step}
 * or {@code Steps}.
 */
@NullMarked
package io.zkpersona.examples;

import org.jspecify.annotations.NullMarked;
