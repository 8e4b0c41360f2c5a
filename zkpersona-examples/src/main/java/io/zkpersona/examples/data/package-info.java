/**
 * The data set: files, their parsers, and the items they hold.
 *
 * <p>Storing them is in {@code step}.
 */
@NullMarked
package io.zkpersona.examples.data;

import org.jspecify.annotations.NullMarked;
