package io.zkpersona.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SampledTest {

  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration NONE = Duration.ZERO;

  /** Work that a thread would do, done when the test says so. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private final AtomicInteger queries = new AtomicInteger();

  @Test
  void askingNeverQueries() {
    Sampled<Integer> sampled = new Sampled<>(queries::incrementAndGet, NONE, waiting::add);

    assertThat(sampled.get(value -> value)).isNaN();
    assertThat(sampled.age()).isNaN();
    assertThat(queries).hasValue(0);

    waiting.remove().run();
    assertThat(sampled.get(value -> value)).isEqualTo(1);
    assertThat(sampled.age()).isNotNegative();
  }

  @Test
  void whileASampleRunsNoOtherIsStarted() {
    Sampled<Integer> sampled = new Sampled<>(queries::incrementAndGet, NONE, waiting::add);
    for (int i = 0; i < 5; i++) {
      sampled.get(value -> value);
    }

    assertThat(waiting).hasSize(1);
  }

  @Test
  void aRecentSampleIsNotRenewed() {
    Sampled<Integer> sampled = new Sampled<>(queries::incrementAndGet, LONG, waiting::add);
    sampled.age();
    waiting.remove().run();

    assertThat(sampled.get(value -> value)).isEqualTo(1);
    assertThat(waiting).isEmpty();
  }

  @Test
  void aFailureKeepsTheLastSampleAndIsTriedAgain() {
    Sampled<Integer> sampled =
        new Sampled<>(
            () -> {
              if (queries.incrementAndGet() == 2) {
                throw new ZkPersonaException(ErrorCode.DATABASE_UNAVAILABLE, "gone");
              }
              return queries.get();
            },
            NONE,
            waiting::add);
    sampled.age();
    waiting.remove().run();
    sampled.age();
    waiting.remove().run();

    assertThat(sampled.get(value -> value)).isEqualTo(1);
    waiting.remove().run();
    assertThat(sampled.get(value -> value)).isEqualTo(3);
  }

  @Test
  void aRejectedSampleIsTriedAgain() {
    AtomicInteger asked = new AtomicInteger();
    Sampled<Integer> sampled =
        new Sampled<>(
            queries::incrementAndGet,
            NONE,
            work -> {
              if (asked.incrementAndGet() == 1) {
                throw new RejectedExecutionException();
              }
              work.run();
            });

    assertThatThrownBy(sampled::age).isInstanceOf(RejectedExecutionException.class);
    assertThat(sampled.get(value -> value)).isEqualTo(1);
  }
}
