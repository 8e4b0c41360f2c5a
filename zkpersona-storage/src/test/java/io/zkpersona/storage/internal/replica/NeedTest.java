package io.zkpersona.storage.internal.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.replica.CommitToken;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A position counts only in the log of the same cluster and timeline. */
class NeedTest {

  private static final long SYSTEM = 7;
  private static final Need COMMIT = Need.reached(new CommitToken(SYSTEM, 2, 1_000));

  private static Sight replica(long system, int timeline, long position) {
    return new Sight(
        new Sight.Server(system, 5, "a start"), true, timeline, position, System.nanoTime());
  }

  private static Sight primary(int timeline, long position, Duration ago) {
    return new Sight(
        new Sight.Server(SYSTEM, 5, "a start"),
        false,
        timeline,
        position,
        System.nanoTime() - ago.toNanos());
  }

  @Test
  void aTokenIsReachedAtItsPosition() {
    assertThat(COMMIT.isMetBy(replica(SYSTEM, 2, 999))).isFalse();
    assertThat(COMMIT.isMetBy(replica(SYSTEM, 2, 1_000))).isTrue();
    assertThat(COMMIT.isMetBy(replica(SYSTEM, 2, Long.MAX_VALUE))).isTrue();
  }

  /** A forged token may hold any position; PostgreSQL counts them without a sign. */
  @Test
  void aTokenBeyondHalfOfAllPositionsIsNotReachedBefore() {
    Need forged = Need.reached(new CommitToken(SYSTEM, 2, -1));

    assertThat(forged.isMetBy(replica(SYSTEM, 2, Long.MAX_VALUE))).isFalse();
    assertThat(forged.isMetBy(replica(SYSTEM, 2, -1))).isTrue();
  }

  @Test
  void aTokenIsNotReachedOnAnotherTimeline() {
    assertThat(COMMIT.isMetBy(replica(SYSTEM, 1, 2_000))).isFalse();
    assertThat(COMMIT.isMetBy(replica(SYSTEM, 3, 2_000))).isFalse();
  }

  @Test
  void aTokenIsNotReachedInAnotherCluster() {
    assertThat(COMMIT.isMetBy(replica(SYSTEM + 1, 2, 2_000))).isFalse();
  }

  @Test
  void aBoundIsMetByWhatThePrimaryHadThen() {
    PrimaryLog log = new PrimaryLog();
    log.add(primary(2, 1_000, Duration.ofSeconds(60)));
    log.add(primary(2, 2_000, Duration.ofSeconds(10)));
    Need bound = Need.notOlder(log, Duration.ofSeconds(30).toNanos());

    assertThat(bound.isMetBy(replica(SYSTEM, 2, 999))).isFalse();
    assertThat(bound.isMetBy(replica(SYSTEM, 2, 1_999))).isFalse();
    assertThat(bound.isMetBy(replica(SYSTEM, 2, 2_000))).isTrue();
    assertThat(bound.isMetBy(replica(SYSTEM, 1, 2_000))).isFalse();
    assertThat(bound.isMetBy(replica(SYSTEM + 1, 2, 2_000))).isFalse();
  }

  /** Samples of the old timeline tell nothing of replicas of the new one. */
  @Test
  void aFailOverForgetsTheOldTimeline() {
    PrimaryLog log = new PrimaryLog();
    log.add(primary(2, 1_000, Duration.ofSeconds(20)));
    log.add(primary(3, 3_000, Duration.ofSeconds(10)));
    Need bound = Need.notOlder(log, Duration.ofSeconds(30).toNanos());

    assertThat(bound.isMetBy(replica(SYSTEM, 2, 5_000))).isFalse();
    assertThat(bound.isMetBy(replica(SYSTEM, 3, 2_000))).isFalse();
    assertThat(bound.isMetBy(replica(SYSTEM, 3, 3_000))).isTrue();
  }
}
