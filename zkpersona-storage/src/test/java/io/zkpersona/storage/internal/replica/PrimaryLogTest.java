package io.zkpersona.storage.internal.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.internal.replica.Sight.Server;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrimaryLogTest {

  private static final long SYSTEM = 42;

  private final PrimaryLog log = new PrimaryLog();

  private static Sight primary(int timeline, long position, long at) {
    return new Sight(new Server(SYSTEM, 5, "primary"), false, timeline, position, at);
  }

  private static Sight replica(long system, int timeline, long position) {
    return new Sight(new Server(system, 5, "replica"), true, timeline, position, 0);
  }

  @Test
  void aPositionIsAsNewAsTheLastSampleThatItContains() {
    log.add(primary(1, 100, 10));
    log.add(primary(1, 200, 20));
    log.add(primary(1, 300, 30));

    assertThat(log.timeOf(replica(SYSTEM, 1, 99))).isEmpty();
    assertThat(log.timeOf(replica(SYSTEM, 1, 100))).hasValue(10);
    assertThat(log.timeOf(replica(SYSTEM, 1, 299))).hasValue(20);
    assertThat(log.timeOf(replica(SYSTEM, 1, 400))).hasValue(30);
  }

  @Test
  void whileThePrimaryIsIdleItsPositionStaysNew() {
    log.add(primary(1, 100, 10));
    log.add(primary(1, 100, 20));

    assertThat(log.timeOf(replica(SYSTEM, 1, 100))).hasValue(20);
  }

  /** A crash loses what was not flushed, which no replica had got. */
  @Test
  void afterACrashOfThePrimaryItsLogGoesOnFromAnEarlierPosition() {
    log.add(primary(1, 100, 10));
    log.add(primary(1, 300, 20));
    log.add(primary(1, 200, 30));
    assertThat(log.timeOf(replica(SYSTEM, 1, 199))).hasValue(10);
    assertThat(log.timeOf(replica(SYSTEM, 1, 200))).hasValue(30);

    log.add(primary(1, 400, 40));
    assertThat(log.timeOf(replica(SYSTEM, 1, 350))).hasValue(30);
    assertThat(log.timeOf(replica(SYSTEM, 1, 400))).hasValue(40);
  }

  @Test
  void anIdleDayIsRememberedInLittleSpaceToo() {
    long every = Duration.ofMillis(250).toNanos();
    int count = (int) (Duration.ofDays(1).toNanos() / every);
    for (int i = 1; i <= count; i++) {
      log.add(primary(1, 100, i * every));
      assertThat(log.size()).isLessThan(1_024);
    }
    assertThat(log.timeOf(replica(SYSTEM, 1, 100))).hasValue(count * every);
    assertThat(log.timeOf(replica(SYSTEM, 1, 99))).isEmpty();
  }

  @Test
  void positionsOfAnotherTimelineOrClusterTellNothing() {
    log.add(primary(1, 100, 10));
    assertThat(log.timeOf(replica(SYSTEM, 2, 500))).isEmpty();
    assertThat(log.timeOf(replica(SYSTEM + 1, 1, 500))).isEmpty();

    log.add(primary(2, 50, 20));
    assertThat(log.timeOf(replica(SYSTEM, 1, 500))).isEmpty();
    assertThat(log.timeOf(replica(SYSTEM, 2, 60))).hasValue(20);
  }

  @Test
  void aDayOfSamplesGetsCoarserWithAgeAndIsNeverWrong() {
    long every = Duration.ofMillis(250).toNanos();
    int count = (int) (Duration.ofDays(2).toNanos() / every);
    for (int i = 1; i <= count; i++) {
      log.add(primary(1, i, i * every));
      assertThat(log.size()).isLessThan(1_024);
    }

    assertThat(log.timeOf(replica(SYSTEM, 1, count))).hasValue(count * every);
    int ofOneDay = count / 2;
    for (int age = 1; age < ofOneDay * 0.95; age += 97) {
      long time = log.timeOf(replica(SYSTEM, 1, count - age)).orElse(0) / every;
      assertThat(time)
          .isLessThanOrEqualTo(count - age)
          .isGreaterThanOrEqualTo((long) (count - age * 1.1 - 1));
    }
  }
}
