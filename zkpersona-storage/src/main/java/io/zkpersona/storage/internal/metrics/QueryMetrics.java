package io.zkpersona.storage.internal.metrics;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.QueryStats;
import io.zkpersona.storage.health.QueryStats.OperationStats;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Collects counts and times by operation in bounded memory: operation names are fixed in code, and
 * the size of a histogram does not depend on the number of values. Thread-safe.
 */
public final class QueryMetrics {

  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int SIGNIFICANT_DIGITS = 2;

  private final ConcurrentHashMap<String, Operation> operations = new ConcurrentHashMap<>();

  private static final class Operation {
    final ConcurrentHistogram micros = new ConcurrentHistogram(LONGEST_MICROS, SIGNIFICANT_DIGITS);
    final Map<ErrorCode, LongAdder> errors = new ConcurrentHashMap<>();
  }

  private Operation operation(String name) {
    Operation operation = operations.get(name);
    return operation != null ? operation : operations.computeIfAbsent(name, n -> new Operation());
  }

  /** Records a call, failed or not, and its time. */
  public void record(String operation, long nanos) {
    long micros = Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS);
    operation(operation).micros.recordValue(micros);
  }

  /** Records the failure of a call. */
  public void failed(String operation, ErrorCode code) {
    operation(operation).errors.computeIfAbsent(code, c -> new LongAdder()).increment();
  }

  /** Returns the statistics so far, with the number of rendered statements. */
  public QueryStats snapshot(long renderedStatements, @Nullable CacheStats cache) {
    Map<String, OperationStats> stats = new TreeMap<>();
    operations.forEach((name, operation) -> stats.put(name, snapshot(operation)));
    return new QueryStats(stats, renderedStatements, cache);
  }

  /** Returns the memory used by the histograms. */
  int footprintInBytes() {
    return operations.values().stream()
        .mapToInt(operation -> operation.micros.getEstimatedFootprintInBytes())
        .sum();
  }

  private static OperationStats snapshot(Operation operation) {
    Histogram micros = operation.micros.copy();
    Map<ErrorCode, Long> errors = new EnumMap<>(ErrorCode.class);
    operation.errors.forEach((code, count) -> errors.put(code, count.sum()));
    return new OperationStats(
        micros.getTotalCount(),
        errors,
        micros(Math.round(micros.getMean())),
        micros(micros.getValueAtPercentile(50)),
        micros(micros.getValueAtPercentile(95)),
        micros(micros.getValueAtPercentile(99)),
        micros(micros.getMaxValue()));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, java.time.temporal.ChronoUnit.MICROS);
  }
}
