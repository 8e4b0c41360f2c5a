/**
 * Turns the inputs into partitions by time, makes and drops those.
 *
 * <p>Reading and writing inputs is the same with and without, in {@code behavior}.
 */
@NullMarked
package io.zkpersona.storage.internal.behavior.partition;

import org.jspecify.annotations.NullMarked;
