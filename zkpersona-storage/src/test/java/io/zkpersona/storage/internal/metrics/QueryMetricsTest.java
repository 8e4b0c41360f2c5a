package io.zkpersona.storage.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.health.QueryStats.OperationStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QueryMetricsTest {

  private final QueryMetrics metrics = new QueryMetrics();

  @Test
  void percentilesAreThoseOfWhatWasRecorded() {
    for (int millis = 1; millis <= 1_000; millis++) {
      metrics.record("find", TimeUnit.MILLISECONDS.toNanos(millis));
    }

    OperationStats stats = stats("find");
    assertThat(stats.count()).isEqualTo(1_000);
    assertNear(stats.p50(), 500);
    assertNear(stats.p95(), 950);
    assertNear(stats.p99(), 990);
    assertNear(stats.max(), 1_000);
    assertNear(stats.mean(), 500);
  }

  @Test
  void oneSlowCallMovesTheMaximumAndNotTheMedian() {
    for (int i = 0; i < 999; i++) {
      metrics.record("find", TimeUnit.MICROSECONDS.toNanos(80));
    }
    metrics.record("find", TimeUnit.SECONDS.toNanos(7));

    assertThat(stats("find").p99()).isEqualTo(Duration.ofNanos(80_000));
    assertNear(stats("find").max(), 7_000);
  }

  @Test
  void extremesAreKeptWithinTheRange() {
    metrics.record("find", 0);
    metrics.record("find", 999);
    metrics.record("find", Long.MAX_VALUE);

    assertThat(stats("find").count()).isEqualTo(3);
    assertThat(stats("find").p50()).isZero();
    assertThat(stats("find").max().toMillis())
        .isCloseTo(Duration.ofHours(1).toMillis(), within(40_000L));
  }

  @Test
  void memoryDoesNotGrowWithRecordings() {
    metrics.record("find", 1);
    int before = metrics.footprintInBytes();
    for (int i = 0; i < 1_000_000; i++) {
      metrics.record("find", (i * 7_919L) % TimeUnit.HOURS.toNanos(2));
    }

    assertThat(metrics.footprintInBytes()).isEqualTo(before).isLessThan(64 * 1024);
    assertThat(stats("find").count()).isEqualTo(1_000_001);
  }

  @Test
  void nothingIsLostWhenManyThreadsRecord() throws Exception {
    int threads = 8;
    int calls = 20_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<CompletableFuture<Void>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        work.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < calls; i++) {
                    metrics.record("find", i);
                    metrics.failed("find", ErrorCode.DUPLICATE);
                  }
                },
                pool));
      }
      CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }

    assertThat(stats("find").count()).isEqualTo(threads * (long) calls);
    assertThat(stats("find").errors()).containsEntry(ErrorCode.DUPLICATE, threads * (long) calls);
  }

  @Test
  void nothingRecordedIsNothingShown() {
    assertThat(metrics.snapshot(0, null).operations()).isEmpty();
    assertThat(metrics.snapshot(0, null).totalCount()).isZero();
  }

  private OperationStats stats(String operation) {
    return metrics.snapshot(0, null).operations().get(operation);
  }

  private static void assertNear(Duration duration, long millis) {
    assertThat(duration.toMillis()).isCloseTo(millis, within(Math.max(1, millis / 50)));
  }
}
