package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.wire.TcpProxy;
import io.zkpersona.storage.transaction.Transaction;
import io.zkpersona.storage.transaction.TransactionalChangeHandler;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads that deliver in the transaction that acknowledges. */
@SuppressWarnings("try") // a runner delivers until it is closed
class FeedTransactionsIT extends FeedFixture {

  private static final RunnerOptions QUICK = RunnerOptions.defaults().poll(Duration.ofMillis(20));
  private static final SubscriptionOptions RETRIED =
      OPTIONS.retryDelay(Duration.ofMillis(1)).maxAttempts(3);

  private final List<UUID> failing = new CopyOnWriteArrayList<>();

  /** A table of the host. A position may be in it twice, which no test may see. */
  @BeforeEach
  void createTable() {
    database.execute(
        """
        CREATE TABLE effects (position bigint, entity_id uuid);
        CREATE TABLE known (id bigint PRIMARY KEY);
        CREATE TABLE checked (id bigint REFERENCES known DEFERRABLE INITIALLY DEFERRED)
        """);
  }

  @AfterEach
  void dropTable() {
    database.execute("DROP TABLE effects, checked, known");
  }

  private static void execute(Transaction tx, String sql) {
    tx.withConnection(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private void note(Transaction tx, ChangeEvent event) {
    UUID id = event.change().entityId();
    execute(tx, "INSERT INTO effects VALUES (%s, '%s')".formatted(event.change().position(), id));
    if (failing.contains(id)) {
      throw new IllegalStateException("personal data");
    }
  }

  private ChangeFeedRunner run(TransactionalChangeHandler handler) {
    return manager.startDelivery(Map.of(NAME, handler), QUICK);
  }

  private static List<String> effects() {
    return database.query("SELECT entity_id FROM effects ORDER BY position");
  }

  private static void awaitEffects(int count) {
    Eventually.holds(count + " effects", () -> effects().size() >= count);
  }

  private static String id(User user) {
    return user.id().value().toString();
  }

  @Test
  void anEventThatFailsTakesNoOtherWithIt() {
    feed().subscribe(NAME, RETRIED);
    User first = user();
    User bad = user();
    User last = user();
    failing.add(bad.id().value());
    try (ChangeFeedRunner runner = run(this::note)) {
      Eventually.holds("a dead letter", () -> state().deadLetters() == 1);
      awaitEffects(2);
      assertThat(effects()).containsExactly(id(first), id(last));
      assertThat(feed().deadLetters(NAME, 1).get(0).failureReason())
          .isEqualTo("java.lang.IllegalStateException");

      failing.clear();
      feed().retryAll(NAME);
      awaitEffects(3);
    }

    assertThat(effects()).containsExactly(id(first), id(bad), id(last));
    assertThat(drain(claim())).isEmpty();
  }

  /** The commit fails, and before it the statements that follow. */
  @Test
  void anEventAfterWhichNothingCanBeCommittedIsADeadLetter() {
    feed().subscribe(NAME, RETRIED);
    User good = user();
    User deferred = user();
    User swallowed = user();
    try (ChangeFeedRunner runner =
        run(
            (tx, event) -> {
              note(tx, event);
              String id = event.change().entityId().toString();
              if (id.equals(id(deferred))) {
                execute(tx, "INSERT INTO checked VALUES (1)");
              } else if (id.equals(id(swallowed))) {
                try {
                  execute(tx, "SELECT 1 / 0");
                } catch (RuntimeException e) {
                  // The handler goes on in a transaction that can only be rolled back.
                }
              }
            })) {
      Eventually.holds("dead letters", () -> state().deadLetters() == 2);
      awaitEffects(1);
    }

    assertThat(effects()).containsExactly(id(good));
  }

  @Test
  void stoppingCommitsWhatWasHandled() throws InterruptedException {
    feed().subscribe(NAME, OPTIONS);
    User first = user();
    User second = user();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ChangeFeedRunner runner =
        run(
            (tx, event) -> {
              note(tx, event);
              begun.countDown();
              end.await();
            });
    begun.await();
    runner.stop();
    end.countDown();
    runner.close();

    assertThat(effects()).containsExactly(id(first));
    assertThat(ids(drain(claim()))).containsExactly(second.id().value());
  }

  @Test
  void aWorkerWhoseLeaseEndedCommitsNothing() throws InterruptedException {
    feed().subscribe(NAME, OPTIONS);
    user();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    try (ChangeFeedRunner runner =
        run(
            (tx, event) -> {
              note(tx, event);
              if (isFirst.getAndSet(false)) {
                begun.countDown();
                end.await();
              }
            })) {
      begun.await();
      endLeases();
      FeedLease other = claim();
      assertThat(drain(other)).hasSize(1);
      end.countDown();
      User second = user();
      feed().release(other);
      awaitEffects(1);
      assertThat(effects()).containsExactly(id(second));
    }
  }

  /** Every effect is there once, whatever failed and whenever the connection was lost. */
  @Test
  void failuresAndLostConnectionsLeaveEachEffectOnce() throws Exception {
    feed().subscribe(NAME, RETRIED.maxAttempts(1_000));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (TcpProxy proxy = TcpProxy.to(database.address());
        DatabaseManager through =
            DatabaseManager.open(database.configThrough(proxy.port()).build());
        ChangeFeedRunner runner =
            through.startDelivery(
                Map.of(
                    NAME,
                    (tx, event) -> {
                      note(tx, event);
                      if (random.nextInt(10) == 0) {
                        throw new IllegalStateException();
                      }
                    }),
                QUICK.batch(7))) {
      List<User> users = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 10; i++) {
        users.add(user());
        for (int j = 0; j < 20; j++) {
          touch(users.get(j % users.size()));
        }
        if (i % 3 == 2) {
          proxy.cut();
          proxy.mend();
          endLeases();
        }
      }
      awaitEffects(210);
      Eventually.holds("everything delivered", () -> state().waiting() == 0);
    }

    assertThat(database.queryOne("SELECT count(*) FROM effects"))
        .as("seed %d", seed)
        .isEqualTo("210");
    assertThat(database.queryOne("SELECT count(DISTINCT position) FROM effects")).isEqualTo("210");
    endLeases();
    assertThat(drain(claim())).isEmpty();
  }

  @Test
  void aRunnerIsRefusedInATransactionAndWithoutTransactions() {
    Map<String, TransactionalChangeHandler> handlers = Map.of(NAME, this::note);
    manager.inTransaction(
        tx ->
            assertThatThrownBy(() -> manager.startDelivery(handlers, QUICK))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("startDelivery"));
    try (DatabaseManager without =
        DatabaseManager.open(database.config().transactionsEnabled(false).build())) {
      assertThatThrownBy(() -> without.startDelivery(handlers, QUICK))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("DB_ENABLE_TRANSACTIONS");
    }
    DatabaseManager closed = database.open();
    closed.close();
    assertThatThrownBy(() -> closed.startDelivery(handlers, QUICK))
        .isInstanceOf(ManagerClosedException.class);
  }
}
