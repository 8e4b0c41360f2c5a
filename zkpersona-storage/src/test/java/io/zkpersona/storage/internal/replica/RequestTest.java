package io.zkpersona.storage.internal.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.internal.replica.Sight.Server;
import io.zkpersona.storage.replica.CommitToken;
import io.zkpersona.storage.replica.Consistency;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a token asks of a replica, by what is known of the primary. */
class RequestTest {

  private static final long SYSTEM = 7;
  private static final CommitToken TOKEN = new CommitToken(SYSTEM, 2, 1_000);

  private final PrimaryLog log = new PrimaryLog();

  private static Sight sight(long system, boolean standby, int timeline, long position) {
    return new Sight(
        new Server(system, 5, "a start"), standby, timeline, position, System.nanoTime());
  }

  private Request request() {
    return new Request(Consistency.readYourWrites(TOKEN), log);
  }

  @Test
  void beforeThePrimaryIsKnownOnlyTheReplicaIsCompared() {
    Need need = request().need();

    assertThat(need).isNotNull();
    assertThat(need.isMetBy(sight(SYSTEM, true, 2, 1_000))).isTrue();
    assertThat(need.isMetBy(sight(SYSTEM + 1, true, 2, 1_000))).isFalse();
  }

  @Test
  void aTokenOfAnotherClusterIsRefused() {
    log.add(sight(SYSTEM + 1, false, 2, 5_000));

    assertThatThrownBy(request()::need)
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("another database cluster");
  }

  @Test
  void aTokenOfAnotherTimelineThanThePrimarysAsksForThePrimary() {
    for (int timeline : new int[] {1, 3}) {
      log.add(sight(SYSTEM, false, timeline, 5_000));
      assertThat(request().need()).isNull();
    }
    log.add(sight(SYSTEM, false, 2, 5_000));
    assertThat(request().need()).isNotNull();
  }

  @Test
  void aTokenIsTakenOnce() {
    AtomicInteger taken = new AtomicInteger();
    Request request =
        new Request(
            Consistency.readYourWrites(
                () -> {
                  taken.incrementAndGet();
                  return TOKEN;
                }),
            log);
    request.need();
    request.need();

    assertThat(taken).hasValue(1);
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void aSupplierWithoutATokenIsRefused() {
    Request request = new Request(Consistency.readYourWrites(() -> null), log);

    assertThatThrownBy(request::need)
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("null from the supplier");
  }

  @Test
  void allReadsTogetherWaitAsLongAsAllowed() {
    Request request =
        new Request(Consistency.readYourWrites(TOKEN).waitingAtMost(Duration.ofNanos(50)), log);
    request.waited(20);
    assertThat(request.waitLeft()).isEqualTo(30);
    request.waited(40);
    assertThat(request.waitLeft()).isNotPositive();

    assertThat(new Request(Consistency.bounded(Duration.ofSeconds(1)), log).waitLeft()).isZero();
  }
}
