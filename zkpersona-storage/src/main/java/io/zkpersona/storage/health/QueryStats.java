package io.zkpersona.storage.health;

import io.zkpersona.domain.error.ErrorCode;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts and times by operation since the manager was opened. Immutable.
 *
 * @param operations the figures by operation, {@code behavior_inputs.find_by_id} for instance, in
 *     alphabetical order
 * @param renderedStatements how many statements were built so far. Each shape of a statement is
 *     built once and kept: a number that goes on growing says that callers ask in ever new shapes
 */
public record QueryStats(Map<String, OperationStats> operations, long renderedStatements) {

  /** Copies the map. */
  public QueryStats {
    operations = Collections.unmodifiableMap(new TreeMap<>(operations));
  }

  /**
   * How many calls were made in all.
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
   * @param count how many calls were made, failed ones included
   * @param errors how many of them failed, by reason; empty if none did
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
