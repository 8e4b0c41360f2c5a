package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.id.UserId;
import java.time.Instant;

/**
 * A query for a filtered page.
 *
 * @param userId the user
 * @param from the earliest time, inclusive
 * @param until the latest time, exclusive
 * @param limit the number of rows
 * @param offset the number of rows to skip
 * @param total whether the total is requested
 */
public record PageQuery(
    UserId userId, Instant from, Instant until, int limit, long offset, boolean total) {}
