package io.zkpersona.storage.repository.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a subscription at one moment. Immutable and thread-safe.
 *
 * @param name the name
 * @param createdAt when it was made, by the clock of the database
 * @param tick the tick in whose window it reads; ticks are numbered from 1
 * @param acknowledgedAt when a batch was acknowledged last; null if none was
 * @param leasedUntil the end of the last lease; null if nobody holds it
 * @param unread how many events it has not read, up to {@link ChangeFeed#MAX_COUNTED}; those whose
 *     transaction began before the last tick and has ended since may be missing
 * @param undeliveredSince the time of the earliest change that is not delivered, whether it is
 *     unread, failed or a dead letter; null if all are
 * @param waiting how many events have failed or wait for one that has, dead letters included
 * @param deadLetters how many dead letters it has
 */
public record ChangeSubscription(
    String name,
    Instant createdAt,
    long tick,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant leasedUntil,
    long unread,
    @Nullable Instant undeliveredSince,
    long waiting,
    long deadLetters) {}
