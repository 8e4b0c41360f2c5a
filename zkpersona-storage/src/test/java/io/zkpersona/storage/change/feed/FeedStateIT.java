package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.FeedLeaseLostException;
import io.zkpersona.storage.repository.change.ChangeSubscription;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The state of subscriptions, waits for something to deliver, and ticks that are kept. */
@ExtendWith(RuntimeRole.class)
class FeedStateIT extends FeedFixture {

  @Test
  void aRemovedSubscriptionIsGone() {
    user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    FeedBatch batch = read(lease);
    feed().acknowledge(batch, Map.of(batch.events().get(0), "no"));

    assertThat(feed().unsubscribe(NAME)).isTrue();

    assertThat(feed().unsubscribe(NAME)).isFalse();
    assertThat(feed().subscriptions()).isEmpty();
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.change_deliveries"))
        .isEqualTo("0");
    assertThatThrownBy(() -> feed().claim(NAME, LEASE))
        .isInstanceOf(EntityNotFoundException.class)
        .hasMessage(
            "change subscription %s: not found (expected: one that changes().feed().subscribe has"
                    .formatted(NAME)
                + " made)");
    assertThatThrownBy(() -> feed().await(NAME, Duration.ZERO))
        .isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> feed().read(lease, 1)).isInstanceOf(FeedLeaseLostException.class);
  }

  @Test
  void theStateTellsHowFarASubscriptionIs() {
    Instant start = Instant.now().minusSeconds(60);
    user();
    feed().subscribe(NAME, OPTIONS);
    User second = user();
    ChangeSubscription fresh = state();
    FeedLease lease = claim();
    FeedBatch batch = read(lease);
    feed().acknowledge(batch, Map.of(batch.events().get(0), "no"));
    ChangeSubscription failed = state();
    touch(second);

    assertThat(fresh.name()).isEqualTo(NAME);
    assertThat(fresh.unread()).isEqualTo(2);
    assertThat(fresh.undeliveredSince()).isBetween(start, Instant.now().plusSeconds(60));
    assertThat(fresh.acknowledgedAt()).isNull();
    assertThat(fresh.leasedUntil()).isNull();
    assertThat(failed.unread()).isZero();
    assertThat(failed.waiting()).isOne();
    assertThat(failed.undeliveredSince()).isEqualTo(fresh.undeliveredSince());
    assertThat(failed.acknowledgedAt()).isNotNull();
    assertThat(state().unread()).isOne();
    endDelays();
    drain(lease);
    assertThat(state().undeliveredSince()).isNull();
    assertThat(state().waiting()).isZero();
  }

  @Test
  void everythingIsDeliveredUpToTheOldestChangeThatIsNot() {
    assertThat(feed().deliveredUntil()).isAfter(Instant.now().minusSeconds(60));
    user();
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    Instant first = read(lease).events().get(0).change().at();

    assertThat(feed().deliveredUntil()).isEqualTo(first);
    FeedBatch batch = read(lease);
    feed().acknowledge(batch, Map.of(batch.events().get(0), "no"));
    user();
    assertThat(feed().deliveredUntil()).isEqualTo(first);
    endDelays();
    drain(lease);
    assertThat(feed().deliveredUntil()).isAfter(first);
  }

  @Test
  void ticksThatASubscriptionNeedsAreKept() {
    feed().subscribe(NAME, OPTIONS);
    List<User> users = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      users.add(user());
      feed().tick();
    }

    assertThat(feed().prune()).isZero();
    FeedLease lease = claim();
    assertThat(ids(drain(lease))).isEqualTo(users.stream().map(user -> user.id().value()).toList());
    assertThat(feed().prune()).isGreaterThan(3);
    users.add(user());
    assertThat(drain(lease)).hasSize(1);
  }

  @Test
  void aWaitEndsWhenAWriterWakesOrTheTimeIsOver() {
    feed().subscribe(NAME, OPTIONS);
    FeedLease lease = claim();
    drain(lease);
    assertThat(feed().await(NAME, Duration.ZERO)).isFalse();
    assertThat(feed().await(NAME, Duration.ofMillis(1))).isFalse();
    user();
    assertThat(feed().await(NAME, Duration.ZERO)).isTrue();
    drain(lease);

    CompletableFuture<Boolean> waiting =
        OwnThreads.supply(() -> feed().await(NAME, Duration.ofHours(1)));
    while (!waiting.isDone()) {
      manager.inTransaction(
          tx -> {
            tx.users().save(User.builder().build());
            tx.changes().feed().wake();
          });
    }
    assertThat(waiting.join()).isTrue();
  }

  @Test
  void aWaitEndsWhenAFailedEventMayBeTriedAgain() {
    user();
    feed().subscribe(NAME, OPTIONS.retryDelay(Duration.ofMillis(50)));
    FeedLease lease = claim();
    FeedBatch batch = read(lease);
    feed().acknowledge(batch, Map.of(batch.events().get(0), "no"));

    assertThat(feed().await(NAME, Duration.ofHours(1))).isTrue();
    assertThat(read(lease).events()).extracting(ChangeEvent::attempt).containsExactly(2);
  }

  @Test
  void theRoleThatAServiceRunsAsCanTickButNotWriteTicks() {
    user();
    assertThat(feed().tick()).isTrue();
    for (String sql :
        List.of(
            "INSERT INTO zkpersona.change_ticks SELECT * FROM zkpersona.change_ticks",
            "UPDATE zkpersona.change_ticks SET low_position = 0",
            "DELETE FROM zkpersona.change_ticks",
            "UPDATE zkpersona.change_epochs SET base_position = 0",
            "DELETE FROM zkpersona.change_epochs")) {
      assertThatThrownBy(() -> manager.withConnection(connection -> written(connection, sql)))
          .hasMessageContaining("privilege");
    }
  }

  /** Runs a statement in a transaction that may write, whatever the role's settings say. */
  private static boolean written(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN READ WRITE");
      try {
        return statement.execute(sql);
      } finally {
        statement.execute("ROLLBACK");
      }
    }
  }
}
