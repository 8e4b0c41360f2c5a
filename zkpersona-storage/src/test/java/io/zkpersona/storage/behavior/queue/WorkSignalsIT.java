package io.zkpersona.storage.behavior.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.wire.Overheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** Waiting for work. No test ends by a timeout unless it says so. */
class WorkSignalsIT extends QueueFixture {

  private static final Duration LONG = Duration.ofHours(1);
  private static final String LISTENERS =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
          + " AND application_name = 'waiter' AND query LIKE 'LISTEN %' AND state = 'idle'";

  /** Opens a manager like another process, with connections distinct from the fixture's. */
  private static DatabaseManager waiter() {
    return DatabaseManager.open(database.config().applicationName("waiter").build());
  }

  private static CompletableFuture<Boolean> waiting(DatabaseManager waiter) {
    return OwnThreads.supply(
        () -> waiter.repositories().behaviorInputs().workQueue().awaitWork(LONG));
  }

  private static void untilSomebodyListens() {
    Eventually.holds("a listener", () -> database.query(LISTENERS).size() == 1);
  }

  @Test
  void nobodyWaitsWhereThereIsWork() {
    inputs(1);

    assertThat(queue().awaitWork(LONG)).isTrue();
  }

  @Test
  void itEndsByTheTimeoutWhereNothingHappens() {
    assertThat(queue().awaitWork(Duration.ZERO)).isFalse();
    assertThat(queue().awaitWork(Duration.ofMillis(50))).isFalse();
    inputs(1);
    claimOne();
    assertThat(queue().awaitWork(Duration.ofMillis(50))).isFalse();
  }

  @Test
  void manyThreadsAreWokenByAnotherMachineOverOneConnection() {
    try (DatabaseManager waiter = waiter()) {
      List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        waiting.add(waiting(waiter));
      }
      // Each thread checks once for work and then waits.
      Eventually.holds(
          "six that wait",
          () ->
              waiter.queryStats().operations().containsKey("work_queue.next_free")
                  && waiter.queryStats().operations().get("work_queue.next_free").count() == 6);
      assertThat(database.query(LISTENERS)).hasSize(1);

      queue().notifyWorkers();

      assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isTrue());
    }
  }

  @Test
  void whatIsGivenBackOrQueuedAgainWakes() {
    inputs(1);
    for (int i = 0; i < 2; i++) {
      ClaimedInput claim = claimOne();
      if (i == 1) {
        queue().withMaxAttempts(1).fail(claim, "reason", Duration.ZERO);
      }
      try (DatabaseManager waiter = waiter()) {
        CompletableFuture<Boolean> waiting = waiting(waiter);
        untilSomebodyListens();
        if (i == 0) {
          queue().release(claim);
        } else {
          queue().requeue(claim.input().id());
        }
        assertThat(waiting.join()).isTrue();
      }
    }
  }

  @Test
  void aLeaseThatEndsWakes() {
    inputs(1);
    ClaimedInput claim = queue().claimUnprocessed(1, Duration.ofSeconds(1)).get(0);

    assertThat(queue().awaitWork(LONG)).isTrue();

    assertThat(claimOne().token()).isGreaterThan(claim.token());
  }

  /** It first checks for a free input, then for the next time one becomes free. */
  @Test
  void aLeaseThatEndsBetweenTheTwoQuestionsIsNotMissed() {
    inputs(1);
    claimOne();
    PGSimpleDataSource real = new PGSimpleDataSource();
    real.setURL(database.jdbcUrl());
    DataSource slow =
        Overheard.of(
            real,
            sql -> {
              if (sql.contains("\"min\"(")) {
                passTime();
              }
            });
    try (DatabaseManager waiter =
        DatabaseManager.using(slow, DatabaseConfig.forDataSource().build())) {
      assertThat(waiting(waiter)).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    }
  }

  @Test
  void workersAreWokenByACommitAndNotByWhatIsRolledBack() throws SQLException {
    try (Connection listener = database.connect()) {
      Backends.execute(listener, "LISTEN zkpersona_behavior_inputs");
      assertThatThrownBy(
              () ->
                  manager.inTransaction(
                      tx -> {
                        tx.behaviorInputs().workQueue().notifyWorkers();
                        throw new IllegalStateException();
                      }))
          .isInstanceOf(IllegalStateException.class);
      manager.inTransaction(
          tx -> {
            tx.behaviorInputs().workQueue().notifyWorkers();
            tx.behaviorInputs().workQueue().notifyWorkers();
          });

      assertThat(listener.unwrap(PGConnection.class).getNotifications(30_000))
          .singleElement()
          .satisfies(one -> assertThat(one.getParameter()).isEqualTo("zkpersona"));
    }
  }

  @Test
  void aListenerThatIsKilledWakesAndTheNextOneListensAgain() {
    try (DatabaseManager waiter = waiter()) {
      CompletableFuture<Boolean> first = waiting(waiter);
      untilSomebodyListens();

      Backends.kill(database, Integer.parseInt(database.queryOne(LISTENERS)));

      assertThat(first.join()).isTrue();
      CompletableFuture<Boolean> second = waiting(waiter);
      untilSomebodyListens();
      queue().notifyWorkers();
      assertThat(second.join()).isTrue();
    }
  }

  @Test
  void closingTheManagerWakesAndRefuses() {
    DatabaseManager waiter = waiter();
    CompletableFuture<Boolean> waiting = waiting(waiter);
    untilSomebodyListens();

    waiter.close();

    assertThatThrownBy(waiting::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ManagerClosedException.class);
    Eventually.holds("no listener", () -> database.query(LISTENERS).isEmpty());
  }

  @Test
  void nobodyWaitsInATransaction() {
    assertThatThrownBy(
            () -> manager.inTransaction(tx -> tx.behaviorInputs().workQueue().awaitWork(LONG)))
        .isInstanceOf(TransactionException.class);
  }

  @Test
  void anInterruptedThreadStopsWaitingAndStaysInterrupted() throws InterruptedException {
    AtomicBoolean woken = new AtomicBoolean(true);
    AtomicBoolean interrupted = new AtomicBoolean();
    try (DatabaseManager waiter = waiter()) {
      Thread thread =
          new Thread(
              () -> {
                woken.set(waiter.repositories().behaviorInputs().workQueue().awaitWork(LONG));
                interrupted.set(Thread.currentThread().isInterrupted());
              });
      thread.start();
      Eventually.holds(
          "one that waits",
          () -> waiter.queryStats().operations().containsKey("work_queue.next_free"));
      thread.interrupt();
      thread.join();
    }
    assertThat(woken).isFalse();
    assertThat(interrupted).isTrue();
  }
}
