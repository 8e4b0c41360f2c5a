package io.zkpersona.storage.repository.behavior;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partition of the behavior input table. Immutable and thread-safe.
 *
 * @param name the name of its table
 * @param startsAt the inclusive start of its range of id times; null for the two partitions without
 *     a range
 * @param endsAt the exclusive end of its range of id times; null if {@code startsAt} is
 * @param estimatedRows the number of inputs, as estimated by the last vacuum or analyze; 0 if there
 *     was none
 * @param bytes its size in bytes, including its indexes
 */
public record InputPartition(
    String name,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    long estimatedRows,
    long bytes) {}
