package io.zkpersona.storage.repository;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of the table of behavior inputs. Immutable and thread-safe.
 *
 * @param name its table's name
 * @param startsAt the first time that its inputs' ids may tell; null for the two that hold what is
 *     in no range of time
 * @param endsAt the first time that they may not tell any more; null as {@code startsAt}
 * @param estimatedRows how many inputs it holds, as last counted when the database looked after it;
 *     0 if it never did
 * @param bytes how large it is, with its indexes
 */
public record InputPartition(
    String name,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    long estimatedRows,
    long bytes) {}
