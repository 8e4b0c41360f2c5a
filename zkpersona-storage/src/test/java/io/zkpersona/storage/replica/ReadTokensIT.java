package io.zkpersona.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.DeadlineExceededException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads of what the caller has written, which a token stands for. */
class ReadTokensIT extends ReplicaTests {

  @AfterEach
  void resume() {
    cluster.resume(1, 2);
  }

  @Test
  void aTokenThatNoReplicaHasReachedIsReadFromThePrimary() {
    cluster.pause(1, 2);
    User user = newUser();
    CommitToken token = manager.commitToken();

    assertThat(manager.reading(ANY).users().findById(user.id())).isEmpty();
    assertThat(manager.reading(Consistency.readYourWrites(token)).users().findById(user.id()))
        .contains(user);
    assertThat(
            manager
                .reading(Consistency.readYourWrites(token).waitingAtMost(Duration.ZERO))
                .users()
                .findById(user.id()))
        .contains(user);
    assertThat(onPrimary(Reason.BEHIND)).isEqualTo(2);
    assertThat(served()).isOne();
  }

  @Test
  void aReplicaIsWaitedForUntilItReachesTheToken() {
    cluster.pause(1, 2);
    User user = newUser();
    CommitToken token = manager.commitToken();
    Repositories reading = manager.reading(Consistency.readYourWrites(token).waitingAtMost(LONG));

    CompletableFuture<?> found =
        OwnThreads.supply(() -> reading.users().findById(user.id()).orElseThrow());
    Eventually.holds("a read that waits", () -> isAsked(1) && isAsked(2));
    assertThat(found).isNotDone();
    cluster.resume(2);

    assertThat(found.join()).isEqualTo(user);
    assertThat(served(2)).isOne();
    assertThat(onPrimary(Reason.BEHIND)).isZero();
  }

  /** Tells whether a session other than the watcher's asks a replica for its position. */
  private boolean isAsked(int replica) {
    return Integer.parseInt(
            cluster.one(
                replica,
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%replay_lsn%'"
                    + " AND application_name = 'zkpersona-storage'"))
        > 1;
  }

  @Test
  void aReplicaThatReachedTheTokenSaysNothingAboutTheOtherOne() {
    cluster.pause(1);
    for (int i = 0; i < 20; i++) {
      User user = newUser();
      CommitToken token = manager.commitToken();
      Repositories reading = manager.reading(Consistency.readYourWrites(token).waitingAtMost(LONG));

      assertThat(reading.users().findById(user.id())).contains(user);
      assertThat(reading.users().findById(user.id())).contains(user);
    }
    assertThat(served(1)).isZero();
    assertThat(served(2)).isEqualTo(40);
  }

  @Test
  void aReplicaThatIsBehindIsPassedOverWithoutAWait() {
    cluster.pause(1);
    User user = newUser();
    Repositories reading =
        manager.reading(
            Consistency.readYourWrites(manager.commitToken()).waitingAtMost(Duration.ZERO));
    Eventually.holds(
        "a replica known to have the token",
        () -> reading.users().findById(user.id()).isPresent() && served(2) > 0);
    long before = served(2);
    long behind = onPrimary(Reason.BEHIND);

    for (int i = 0; i < 4; i++) {
      assertThat(reading.users().findById(user.id())).contains(user);
    }
    assertThat(served(2)).isEqualTo(before + 4);
    assertThat(onPrimary(Reason.BEHIND)).isEqualTo(behind);
  }

  @Test
  void theTokenIsTakenAtTheFirstReadIfTheCallerWishes() {
    cluster.pause(1, 2);
    Repositories reading =
        manager.reading(
            Consistency.readYourWrites(manager::commitToken).waitingAtMost(Duration.ZERO));
    User user = newUser();

    assertThat(reading.users().findById(user.id())).contains(user);
    assertThat(onPrimary(Reason.BEHIND)).isOne();
  }

  @Test
  void aTokenTravelsAsTextToAnotherManager() {
    try (DatabaseManager other = DatabaseManager.open(primaryOnly().build())) {
      for (int i = 0; i < 20; i++) {
        User user = newUser(other);
        String cookie = other.commitToken().text();

        assertThat(
                manager
                    .reading(
                        Consistency.readYourWrites(CommitToken.parse(cookie)).waitingAtMost(LONG))
                    .users()
                    .findById(user.id()))
            .contains(user);
      }
    }
    assertThat(served()).isEqualTo(20);
  }

  @Test
  void aTokenIsNotTakenInsideATransaction() {
    assertThatThrownBy(() -> manager.inTransaction(tx -> manager.commitToken()))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("after its commit");
  }

  @Test
  void aTokenOfAnotherClusterIsRefused() {
    CommitToken own = manager.commitToken();
    CommitToken foreign = new CommitToken(own.system() + 1, own.timeline(), own.position());
    Repositories reading = manager.reading(Consistency.readYourWrites(foreign));

    assertThatThrownBy(reading.users()::count)
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("another database cluster");
  }

  @Test
  void aDeadlineEndsTheWaitForAReplica() {
    cluster.pause(1, 2);
    newUser();
    CommitToken token = manager.commitToken();
    Repositories reading =
        manager.reading(
            Consistency.readYourWrites(token).waitingAtMost(LONG), Duration.ofMillis(300));

    assertThatThrownBy(reading.users()::count).isInstanceOf(DeadlineExceededException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void closingEndsTheWaitForAReplica() {
    CompletableFuture<?> waiting = waiting(new AtomicReference<>());
    manager.close();

    assertThatThrownBy(waiting::join).hasCauseInstanceOf(ManagerClosedException.class);
    manager = DatabaseManager.open(config().build());
  }

  @Test
  void anInterruptEndsTheWaitForAReplicaAndStays() {
    AtomicReference<Thread> reader = new AtomicReference<>();
    CompletableFuture<Boolean> waiting = waiting(reader);
    reader.get().interrupt();

    assertThat(waiting.join()).isTrue();
    assertThat(served()).isZero();
  }

  /** Starts a read that waits for replicas; completes with whether its thread is interrupted. */
  private CompletableFuture<Boolean> waiting(AtomicReference<Thread> reader) {
    cluster.pause(1, 2);
    newUser();
    Repositories reading =
        manager.reading(Consistency.readYourWrites(manager.commitToken()).waitingAtMost(LONG));
    CompletableFuture<Boolean> waiting =
        OwnThreads.supply(
            () -> {
              reader.set(Thread.currentThread());
              try {
                reading.users().count();
              } catch (DatabaseUnavailableException e) {
                // The wait for a connection to the primary was interrupted too.
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              }
              return Thread.currentThread().isInterrupted();
            });
    Eventually.holds("a read that waits", () -> isAsked(1) && isAsked(2));
    assertThat(waiting).isNotDone();
    return waiting;
  }
}
