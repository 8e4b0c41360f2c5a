/**
 * The steps of the walk, each about one subject of the library.
 *
 * <p>Reading files is in {@code data}, printing in {@code console}.
 */
@NullMarked
package io.zkpersona.examples.step;

import org.jspecify.annotations.NullMarked;
