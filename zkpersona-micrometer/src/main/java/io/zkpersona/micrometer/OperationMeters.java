package io.zkpersona.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.FinishedOperation.Result;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The meters of one operation, found without a look-up in the registry. Thread-safe. */
final class OperationMeters {

  private static final Duration[] BUCKETS =
      Stream.of(1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final String operation;
  private final Histograms histograms;
  private final DistributionSummary rows;
  private final Map<Result, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Counter> errors = new ConcurrentHashMap<>();

  OperationMeters(MeterRegistry registry, String operation, Histograms histograms) {
    this.registry = registry;
    this.operation = operation;
    this.histograms = histograms;
    this.rows =
        DistributionSummary.builder("zkpersona.operation.rows")
            .description("Rows that operations returned or changed")
            .baseUnit("rows")
            .tag("operation", operation)
            .register(registry);
  }

  void record(FinishedOperation finished) {
    Timer timer = timers.get(finished.result());
    if (timer == null) {
      timer = timers.computeIfAbsent(finished.result(), this::timer);
    }
    timer.record(finished.duration());
    if (finished.result() == Result.SUCCEEDED) {
      rows.record((double) finished.rows());
    } else {
      failed(Names.of(finished.error()));
    }
  }

  void failed(String error) {
    errors.computeIfAbsent(error, this::counter).increment();
  }

  private Timer timer(Result result) {
    Timer.Builder timer =
        Timer.builder("zkpersona.operation")
            .description("Operations, the wait for a connection included")
            .tag("operation", operation)
            .tag("outcome", outcome(result));
    switch (histograms) {
      case NONE -> {
        // Count, sum and maximum.
      }
      case BUCKETS -> timer.serviceLevelObjectives(BUCKETS);
      case FINE -> timer.publishPercentileHistogram();
    }
    return timer.register(registry);
  }

  static String outcome(Result result) {
    return switch (result) {
      case SUCCEEDED -> "success";
      case FAILED -> "failure";
      case UNKNOWN -> "unknown";
    };
  }

  private Counter counter(String error) {
    return Counter.builder("zkpersona.operation.errors")
        .description("Operations that failed, by error")
        .tag("operation", operation)
        .tag("error", error)
        .register(registry);
  }
}
