package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.change.DeadChange;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events that fail, wait, die, are tried again or skipped. */
@ExtendWith(RuntimeRole.class)
class FailedEventsIT extends FeedFixture {

  /** Reads, fails the events of some users, and acknowledges; returns what was handed out. */
  private static List<ChangeEvent> failing(FeedLease lease, User... users) {
    FeedBatch batch = read(lease);
    List<UUID> poisonous = Stream.of(users).map(user -> user.id().value()).toList();
    Map<ChangeEvent, String> failed =
        batch.deliver(
            event -> {
              if (poisonous.contains(event.change().entityId())) {
                throw new IllegalStateException("personal data");
              }
            });
    feed().acknowledge(batch, failed);
    return batch.events();
  }

  @Test
  void aFailedEventBlocksTheEventsOfItsRowOnly() {
    User one = user();
    User other = user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    touch(one);
    touch(other);

    assertThat(failing(lease, one)).hasSize(4);
    touch(one);
    touch(other);
    assertThat(ids(failing(lease, one))).containsExactly(other.id().value());

    assertThat(state().waiting()).isEqualTo(3);
    assertThat(state().deadLetters()).isZero();
    assertThat(read(lease).events()).isEmpty();
    endDelays();
    List<ChangeEvent> again = drain(lease);
    assertThat(ids(again)).containsOnly(one.id().value());
    assertThat(positions(again)).hasSize(3).isSorted();
    assertThat(again).extracting(ChangeEvent::attempt).containsExactly(2, 1, 1);
    assertThat(state().waiting()).isZero();
    assertThat(drain(lease)).isEmpty();
  }

  @Test
  void anEventThatFailsAgainKeepsItsRowBlocked() {
    User one = user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    touch(one);
    failing(lease, one);
    endDelays();
    touch(one);

    FeedBatch batch = read(lease);
    assertThat(batch.events()).hasSize(2);
    feed().acknowledge(batch, Map.of(batch.events().get(1), "the second"));

    assertThat(state().waiting()).isEqualTo(2);
    endDelays();
    assertThat(positions(drain(lease))).hasSize(2).isSorted();
  }

  @Test
  void theDelayDoublesWithEachFailure() {
    User one = user();
    feed().subscribe(NAME, OPTIONS.retryDelay(Duration.ofMinutes(10)));
    FeedLease lease = claim();
    for (int minutes : new int[] {10, 20, 40, 60, 60}) {
      failing(lease, one);
      assertThat(
              database.queryOne(
                  """
                  SELECT round(extract(epoch FROM available_at - clock_timestamp()) / 60)
                  FROM zkpersona.change_deliveries
                  """))
          .isEqualTo(String.valueOf(minutes));
      endDelays();
    }
  }

  @Test
  void anEventIsADeadLetterAfterItsAttemptsUntilItIsRetried() {
    User one = user();
    feed().subscribe(NAME, OPTIONS.maxAttempts(2));
    FeedLease lease = claim();
    failing(lease, one);
    touch(one);
    failing(lease);
    endDelays();
    assertThat(feed().deadLetters(NAME, 10)).isEmpty();
    failing(lease, one);

    endDelays();
    assertThat(failing(lease)).isEmpty();
    DeadChange dead = feed().deadLetters(NAME, 10).get(0);
    assertThat(dead.attempts()).isEqualTo(2);
    assertThat(dead.failureReason()).isEqualTo("java.lang.IllegalStateException");
    assertThat(dead.waiting()).isOne();
    assertThat(dead.change().entityId()).isEqualTo(one.id().value());
    assertThat(dead.toString()).doesNotContain("IllegalState", one.id().value().toString());
    assertThat(state().deadLetters()).isOne();

    assertThat(feed().retry(NAME, dead.change().position())).isTrue();
    assertThat(feed().retry(NAME, dead.change().position())).isFalse();
    assertThat(feed().retry("another", dead.change().position())).isFalse();
    assertThat(feed().skip(NAME, dead.change().position())).isFalse();
    assertThat(drain(lease)).extracting(ChangeEvent::attempt).containsExactly(1, 1);
    assertThat(feed().deadLetters(NAME, 10)).isEmpty();
  }

  @Test
  void aSkippedDeadLetterFreesTheEventsBehindIt() {
    User one = user();
    feed().subscribe(NAME, OPTIONS.maxAttempts(1));
    FeedLease lease = claim();
    touch(one);
    failing(lease, one);
    long position = feed().deadLetters(NAME, 10).get(0).change().position();

    assertThat(feed().skip(NAME, position)).isTrue();

    assertThat(feed().skip(NAME, position)).isFalse();
    List<ChangeEvent> rest = drain(lease);
    assertThat(positions(rest)).hasSize(1).doesNotContain(position);
  }

  @Test
  void allDeadLettersAreRetriedAtOnce() {
    User one = user();
    User other = user();
    feed().subscribe(NAME, OPTIONS.maxAttempts(1));
    FeedLease lease = claim();
    failing(lease, one, other);
    assertThat(feed().deadLetters(NAME, 1)).hasSize(1);
    assertThat(feed().deadLetters(NAME, 10)).hasSize(2);

    assertThat(feed().retryAll(NAME)).isEqualTo(2);

    assertThat(feed().retryAll(NAME)).isZero();
    assertThat(ids(drain(lease))).containsExactly(one.id().value(), other.id().value());
  }

  @Test
  void nothingNewIsReadWhileTooManyRowsAreBlocked() {
    User one = user();
    User two = user();
    feed().subscribe(NAME, OPTIONS.maxBlocked(2));
    FeedLease lease = claim();
    failing(lease, one, two);
    User three = user();

    assertThat(read(lease).isAtEnd()).isTrue();
    assertThat(feed().await(NAME, Duration.ZERO)).isFalse();
    assertThat(state().unread()).isOne();
    endDelays();
    assertThat(ids(failing(lease, two))).containsExactly(one.id().value(), two.id().value());
    assertThat(ids(drain(lease))).containsExactly(three.id().value());
    assertThat(state().waiting()).isOne();
  }

  @Test
  void aBatchThatIsCutKeepsItsFailures() {
    User one = user();
    User two = user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    touch(one);
    FeedBatch batch = read(lease);

    feed().acknowledge(batch.first(1), Map.of(batch.events().get(0), "no"));

    assertThat(ids(drain(lease))).containsExactly(two.id().value());
    assertThat(state().waiting()).isEqualTo(2);
    endDelays();
    assertThat(ids(drain(lease))).containsExactly(one.id().value(), one.id().value());
  }

  @Test
  void dueEventsComeInPortionsAndKeepTheirOrder() {
    User one = user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    for (int i = 0; i < 6; i++) {
      touch(one);
    }
    failing(lease, one);
    endDelays();
    Map<Long, Integer> seen = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      touch(one);
      feed().tick();
      FeedBatch batch = feed().read(lease, 3);
      batch.events().forEach(event -> seen.merge(event.change().position(), 1, Integer::sum));
      feed().acknowledge(batch);
    }
    drain(lease).forEach(event -> seen.merge(event.change().position(), 1, Integer::sum));

    assertThat(List.copyOf(seen.keySet())).hasSize(11).isSorted();
    assertThat(seen.values()).containsOnly(1);
  }

  @Test
  void reasonsAndEventsAreChecked() {
    user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    FeedBatch batch = read(lease);
    ChangeEvent event = batch.events().get(0);

    assertThatThrownBy(
            () -> feed().acknowledge(batch, Map.of(event, "x".repeat(FeedBatch.MAX_REASON + 1))))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("reason: 501 characters");
    assertThatThrownBy(() -> feed().acknowledge(batch.first(0), Map.of(event, "no")))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("failed: an event of another batch");
    feed().acknowledge(batch, Map.of(event, "причина 'x' \"y\" 😀"));
    assertThat(database.queryOne("SELECT failure_reason FROM zkpersona.change_deliveries"))
        .isEqualTo("причина 'x' \"y\" 😀");
  }

  @Test
  void anEventWhoseChangeWasDroppedIsForgotten() {
    User one = user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    failing(lease, one);
    database.execute("DELETE FROM zkpersona.changes");
    endDelays();

    assertThat(read(lease).events()).isEmpty();
    feed().prune();
    assertThat(state().waiting()).isZero();
  }
}
