package io.zkpersona.storage.health;

import io.zkpersona.domain.error.ErrorCode;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times by operation since the manager was opened. Immutable.
 *
 * @param operations the figures by operation, for example {@code behavior_inputs.find_by_id}, in
 *     alphabetical order
 * @param renderedStatements how many SQL statements were rendered so far. Each distinct statement
 *     is rendered once and cached: a number that keeps growing means that callers keep producing
 *     new statements
 * @param cache the figures of the cache, whose hits are no calls; null if the manager has none
 */
public record QueryStats(
    Map<String, OperationStats> operations, long renderedStatements, @Nullable CacheStats cache) {

  /** Copies the map. */
  public QueryStats {
    operations = Collections.unmodifiableMap(new TreeMap<>(operations));
  }

  /**
   * Returns the total number of calls.
   *
   * @return the sum over all operations, failed calls included
   */
  public long totalCount() {
    return operations.values().stream().mapToLong(OperationStats::count).sum();
  }

  /**
   * The figures of one operation. Times include waiting for a connection, are kept with two
   * significant digits, and are capped at an hour.
   *
   * @param count the number of calls, including failed ones
   * @param errors the number of failed calls by error code; empty if none failed
   * @param mean the mean time of a call
   * @param p50 half of the calls took at most this long
   * @param p95 95 of 100 calls took at most this long
   * @param p99 99 of 100 calls took at most this long
   * @param max the longest call
   */
  public record OperationStats(
      long count,
      Map<ErrorCode, Long> errors,
      Duration mean,
      Duration p50,
      Duration p95,
      Duration p99,
      Duration max) {

    /** Copies the map. */
    public OperationStats {
      Map<ErrorCode, Long> copy = new EnumMap<>(ErrorCode.class);
      copy.putAll(errors);
      errors = Collections.unmodifiableMap(copy);
    }
  }
}
