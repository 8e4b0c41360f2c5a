package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.behavior.queue.FencingToken;
import java.time.Instant;

/**
 * A subscription held by one worker. Immutable and thread-safe.
 *
 * @param subscription the name of the subscription
 * @param token the fencing token: greater than that of each earlier lease of the subscription
 * @param leasedUntil the time until which no other worker can claim it, by the clock of the
 *     database
 */
public record FeedLease(String subscription, FencingToken token, Instant leasedUntil) {}
