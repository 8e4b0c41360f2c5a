package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.id.UserId;
import java.time.Instant;

/**
 * A page with a filter.
 *
 * @param userId whose rows
 * @param from happened then or later
 * @param until happened before then
 * @param limit how many rows
 * @param offset how many to pass over
 * @param total whether their total is wanted
 */
public record PageQuery(
    UserId userId, Instant from, Instant until, int limit, long offset, boolean total) {}
