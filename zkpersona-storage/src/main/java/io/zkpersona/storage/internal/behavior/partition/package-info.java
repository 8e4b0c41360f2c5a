/**
 * Converts the inputs to partitions by time, and creates and drops partitions.
 *
 * <p>Reads and writes of inputs, the same with and without partitions, are in {@code behavior}.
 */
@NullMarked
package io.zkpersona.storage.internal.behavior.partition;

import org.jspecify.annotations.NullMarked;
