/**
 * The progress of calls that take long: bulk writes, erasure, rebuilds and partitions.
 *
 * <p>Reported to the caller of one call; {@code listener} reports all calls of a manager.
 */
@NullMarked
package io.zkpersona.storage.progress;

import org.jspecify.annotations.NullMarked;
