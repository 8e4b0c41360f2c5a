package io.zkpersona.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.health.ReplicaStats.State;
import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Replicas that are lost, come back, or become the primary. The last test uses up the cluster. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailOverIT extends ReplicaTests {

  @Override
  DatabaseConfigBuilder primaryOnly() {
    return super.primaryOnly().databaseUrl(cluster.urlOfPrimary(0, 1));
  }

  @Test
  @Order(1)
  void aReplicaThatIsDownIsLeftOutAndComesBackByItself() {
    User user = replicatedUser();
    cluster.stop(1);

    for (int i = 0; i < 10; i++) {
      assertThat(manager.reading(ANY).users().findById(user.id())).contains(user);
    }
    Eventually.holds("a replica known to be down", () -> stats(1).state() == State.DOWN);
    assertThat(stats(1).lag()).isNull();
    long before = served(1);
    for (int i = 0; i < 10; i++) {
      assertThat(manager.reading(ANY).users().findById(user.id())).contains(user);
    }
    assertThat(served(1)).isEqualTo(before);

    cluster.restart(1);
    Eventually.holds(
        "a replica that serves again",
        () -> {
          manager.reading(ANY).users().findById(user.id());
          return served(1) > before;
        });
  }

  @Test
  @Order(1)
  void withoutAReplicaThePrimaryServes() {
    User user = replicatedUser();
    cluster.stop(1);
    cluster.stop(2);
    Eventually.holds(
        "replicas known to be down",
        () -> stats(1).state() == State.DOWN && stats(2).state() == State.DOWN);
    long before = onPrimary(Reason.NO_REPLICA);

    assertThat(manager.reading(ANY).users().findById(user.id())).contains(user);
    assertThat(
            manager
                .reading(
                    Consistency.readYourWrites(manager.commitToken()).waitingAtMost(LONG),
                    LONG.dividedBy(2))
                .users()
                .findById(user.id()))
        .as("a read that waits for no replica")
        .contains(user);
    assertThat(onPrimary(Reason.NO_REPLICA)).isEqualTo(before + 2);
    try (DatabaseManager opened = DatabaseManager.open(config().build())) {
      assertThat(opened.reading(ANY).users().findById(user.id())).contains(user);
    }
    cluster.restart(1);
    cluster.restart(2);
    awaitServing(manager);
  }

  @Test
  @Order(1)
  void aReadThatAReplicaFailsIsRepeatedOnThePrimary() throws SQLException {
    User user = replicatedUser();
    AtomicInteger repeated = new AtomicInteger();
    Eventually.holds(
        "a read that lost its replica",
        () -> {
          assertThat(manager.reading(ANY).users().findById(user.id())).contains(user);
          killSessions(1);
          killSessions(2);
          assertThat(manager.reading(ANY).users().findById(user.id())).contains(user);
          try (var users = manager.reading(ANY).users().stream()) {
            assertThat(users).contains(user);
          }
          return repeated.incrementAndGet() > 2 && onPrimary(Reason.REPEATED) > 1;
        });
    awaitServing(manager);
  }

  /** Its block may have had effects, so only the caller can repeat it. */
  @Test
  @Order(1)
  void aTransactionThatLosesItsReplicaFails() {
    User user = replicatedUser();

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    TransactionOptions.defaults().reading(ANY),
                    tx -> {
                      assertThat(tx.users().getById(user.id())).isEqualTo(user);
                      killSessions(1);
                      killSessions(2);
                      tx.users().getById(user.id());
                    }))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(manager.reading(ANY).users().findById(user.id())).contains(user);
    awaitServing(manager);
  }

  private void killSessions(int replica) {
    try (Connection connection = cluster.connect(replica)) {
      Backends.one(
          connection,
          "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
              + " WHERE application_name = 'zkpersona-storage' AND query NOT LIKE '%replay_lsn%'");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Order(1)
  void aReplicaThatIsSilentIsLeftOut() {
    User user = replicatedUser();
    cluster.door(1).freeze();
    try {
      Eventually.holds("a replica known to be silent", () -> stats(1).state() == State.DOWN);
      long before = served(1);
      for (int i = 0; i < 10; i++) {
        assertThat(manager.reading(ANY).users().findById(user.id())).contains(user);
      }
      assertThat(served(1)).isEqualTo(before);
    } finally {
      cluster.door(1).thaw();
    }
    awaitServing(manager);
  }

  /** The connections are so fresh that the pool does not test them. */
  @Test
  @Order(1)
  void aReadDoesNotWaitForTheAnswerOfAReplicaThatFroze() {
    for (int i = 0; i < 10; i++) {
      assertThat(manager.reading(ANY).users().findById(UserId.generate())).isEmpty();
    }
    cluster.door(1).freeze();
    cluster.door(2).freeze();
    try {
      User user = newUser();
      Consistency own = Consistency.readYourWrites(manager.commitToken());

      assertThat(OwnThreads.supply(() -> manager.reading(own).users().findById(user.id())))
          .succeedsWithin(Duration.ofSeconds(20))
          .isEqualTo(Optional.of(user));
      assertThat(OwnThreads.supply(() -> manager.reading(own, LONG).users().findById(user.id())))
          .succeedsWithin(Duration.ofSeconds(20))
          .isEqualTo(Optional.of(user));
    } finally {
      cluster.door(1).thaw();
      cluster.door(2).thaw();
    }
    awaitServing(manager);
  }

  @Test
  @Order(1)
  void theReplicasServeWhileThePrimaryIsLost() {
    User user = replicatedUser();
    CommitToken token = manager.commitToken();
    awaitServing(manager);
    cluster.stop(0);
    try {
      for (int i = 0; i < 10; i++) {
        assertThat(manager.reading(ANY).users().findById(user.id())).contains(user);
        assertThat(manager.reading(Consistency.readYourWrites(token)).users().findById(user.id()))
            .contains(user);
      }
      assertThat(served()).isEqualTo(20);
    } finally {
      cluster.restart(0);
    }
  }

  @Test
  @Order(2)
  void afterAFailOverTokensFromBeforeAreServedByThePrimaryAndNewOnesByTheReplica()
      throws IOException {
    User before = replicatedUser();
    CommitToken old = manager.commitToken();
    cluster.stop(0);
    cluster.promote(1);

    Eventually.holds("a promoted replica", () -> stats(1).state() == State.PROMOTED);
    Eventually.holds("a replica of nobody", () -> stats(2).state() == State.DIVERGED);
    User after = newUser();
    assertThat(manager.reading(ANY).users().findById(after.id())).contains(after);
    assertThat(onPrimary(Reason.NO_REPLICA)).isPositive();
    assertThat(manager.reading(Consistency.readYourWrites(old)).users().findById(before.id()))
        .contains(before);
    assertThat(onPrimary(Reason.FAIL_OVER)).isOne();

    cluster.follow(2, 1);
    Eventually.holds("a replica of the new primary", () -> stats(2).state() == State.SERVING);
    User later = newUser();
    CommitToken token = manager.commitToken();
    assertThat(token.timeline()).isGreaterThan(old.timeline());
    assertThat(
            manager
                .reading(Consistency.readYourWrites(token).waitingAtMost(LONG))
                .users()
                .findById(later.id()))
        .contains(later);
    assertThat(served(2)).isPositive();
    assertThat(served(1)).isZero();
  }
}
