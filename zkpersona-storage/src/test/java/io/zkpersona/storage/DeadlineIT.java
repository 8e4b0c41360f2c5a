package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DeadlineExceededException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.OutcomeUnknownException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.repository.BulkOptions;
import io.zkpersona.storage.repository.GatherOptions;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.Backends;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.TestDatabase;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls and transactions end when their deadline says so, and keep nothing then. */
// A lock is there to be held.
@SuppressWarnings("try")
class DeadlineIT {

  private static final Duration SOON = Duration.ofMillis(400);

  /** The deadline, a second of patience, and some for a machine that is busy. */
  private static final Duration MOST = Duration.ofSeconds(6);

  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(database.config().maxConnections(1).build());
  }

  @AfterEach
  void close() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    manager.close();
    database.close();
  }

  private Connection locked() throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    Backends.execute(connection, "LOCK TABLE zkpersona.users IN ACCESS EXCLUSIVE MODE");
    return connection;
  }

  private static void assertExceeded(ThrowingCallable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DeadlineExceededException.class,
            e -> {
              assertThat(e.deadline()).isEqualTo(SOON);
              assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            })
        .hasMessageContaining("PT0.4S");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private long users() {
    return manager.repositories().users().count();
  }

  private static void waitOut() {
    long end = System.nanoTime() + SOON.toNanos();
    Eventually.holds("the deadline", () -> System.nanoTime() - end > 0);
  }

  private static TransactionOptions soon() {
    return TransactionOptions.defaults().deadline(SOON);
  }

  private static List<User> some(int count) {
    return Stream.generate(() -> User.builder().build()).limit(count).toList();
  }

  static List<Consumer<Repositories>> calls() {
    return List.of(
        all -> all.users().count(),
        all -> all.users().save(User.builder().build()),
        all -> all.users().saveAll(some(3)),
        all -> all.users().saveAll(some(500)),
        all -> all.users().saveAll(some(300), BulkOptions.committing(100)),
        all -> all.users().stream().close());
  }

  /** Reads, writes, batches, COPY and streams. */
  @ParameterizedTest
  @MethodSource("calls")
  void aCallThatWaitsForALockIsCancelledAndKeepsNothing(Consumer<Repositories> call)
      throws SQLException {
    String before = pid();
    try (Connection unused = locked()) {
      if (call == null) {
        throw new AssertionError();
      }
      assertExceeded(
          () -> {
            try {
              call.accept(manager.within(SOON));
            } catch (io.zkpersona.domain.error.BulkInterruptedException e) {
              throw e.getCause();
            }
          });
    }
    assertThat(users()).isZero();
    assertThat(pid()).as("the connection is kept").isEqualTo(before);
  }

  private String pid() {
    return manager.withConnection(connection -> Integer.toString(Backends.pid(connection)));
  }

  @Test
  void callsBeforeTheDeadlineGoThroughAndThoseAfterItAreRefused() {
    Repositories bounded = manager.within(SOON);
    bounded.users().save(User.builder().build());
    waitOut();

    assertExceeded(() -> bounded.users().save(User.builder().build()));

    assertThat(users()).isEqualTo(1);
  }

  @Test
  void theWaitForAConnectionEndsToo() {
    manager.withConnection(
        connection -> {
          assertExceeded(() -> outside().users().count());
          return true;
        });
    assertThat(users()).isZero();
  }

  private Repositories outside() {
    return manager.within(SOON);
  }

  @Test
  void aStreamIsReadUntilTheDeadline() {
    manager.repositories().users().saveAll(some(10));
    try (Stream<User> stream = manager.within(SOON).users().stream()) {
      Iterator<User> rows = stream.iterator();
      assertThat(rows.next()).isNotNull();
      waitOut();
      assertExceeded(() -> rows.forEachRemaining(row -> {}));
    }
    assertThat(users()).isEqualTo(10);
  }

  @Test
  void aTransactionKeepsNothingOfWhatItDidBefore() throws SQLException {
    try (Connection blocker = database.connect()) {
      blocker.setAutoCommit(false);
      assertExceeded(
          () ->
              manager.inTransaction(
                  soon(),
                  tx -> {
                    tx.users().save(User.builder().build());
                    tx.withConnection(
                        connection -> Backends.execute(connection, "SELECT pg_sleep(20)"));
                  }));
    }
    assertThat(users()).isZero();
  }

  /** The time of the block's own work counts. */
  @Test
  void nothingIsSentOrCommittedAfterTheDeadline() {
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  waitOut();
                  tx.users().count();
                }));
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  waitOut();
                }));
    assertThat(users()).isZero();
  }

  @Test
  void aBlockThatSwallowsTheErrorIsNotCommitted() {
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  assertThatThrownBy(
                          () ->
                              tx.inTransaction(
                                  inner ->
                                      inner.withConnection(
                                          c -> Backends.execute(c, "SELECT pg_sleep(20)"))))
                      .isInstanceOf(DeadlineExceededException.class);
                }));
    assertThat(users()).isZero();
  }

  @Test
  void retriesAndTheirPausesEndWithIt() {
    AtomicInteger attempts = new AtomicInteger();

    assertExceeded(
        () ->
            manager.inTransaction(
                soon().retries(100),
                tx -> {
                  attempts.incrementAndGet();
                  throw TransactionException.conflict("planted", "40001", null);
                }));

    assertThat(attempts).hasValueBetween(2, 99);
  }

  /** Locks would be held for as long as the block pleases. */
  @Test
  void aBlockThatGoesOnLosesItsConnection() {
    assertExceeded(
        () ->
            manager.inTransaction(
                soon(),
                tx -> {
                  tx.users().save(User.builder().build());
                  Eventually.holds(
                      "the server has ended the transaction",
                      () ->
                          database
                              .queryOne(
                                  "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                      + " current_database() AND state = 'idle in transaction'")
                              .equals("0"));
                  tx.users().count();
                }));
    assertThat(users()).isZero();
  }

  /** The server would answer a commit that waits for a standby as if that one had it. */
  @Test
  void aCommitOnItsWayIsNotCancelled() {
    slowCommit("0.9");

    manager.inTransaction(soon(), tx -> tx.users().save(User.builder().build()));

    assertThat(users()).isEqualTo(1);
  }

  @Test
  void aCommitThatIsNotAnsweredAtAllIsOfUnknownOutcome() {
    slowCommit("20");
    long start = System.nanoTime();

    assertThatThrownBy(
            () -> manager.inTransaction(soon(), tx -> tx.users().save(User.builder().build())))
        .isInstanceOf(OutcomeUnknownException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST);
    assertThat(users()).isZero();
  }

  private void slowCommit(String seconds) {
    database.execute(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(%s); RETURN NULL; END';".formatted(seconds)
            + " CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON zkpersona.users"
            + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()");
  }

  @Test
  void nonsensicalDeadlinesAreRefused() {
    for (Duration bad :
        new Duration[] {
          null,
          Duration.ZERO,
          Duration.ofMillis(-1),
          Duration.ofNanos(999_999),
          Duration.ofDays(1).plusNanos(1)
        }) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> manager.within(bad), () -> TransactionOptions.defaults().deadline(bad))) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                ValidationException.class, e -> assertThat(e.fields()).containsExactly("deadline"));
      }
    }
    assertThat(manager.within(Duration.ofDays(1)).users().count()).isZero();
    assertThat(TransactionOptions.defaults().deadline()).isNull();
  }

  @Test
  void aNestedTransactionHasItsOutersDeadlineOnly() {
    manager.inTransaction(
        soon(),
        tx -> {
          manager.inTransaction(soon(), inner -> inner.users().count());
          assertThatThrownBy(
                  () ->
                      manager.inTransaction(
                          TransactionOptions.defaults().deadline(Duration.ofMinutes(1)),
                          inner -> {}))
              .isInstanceOf(TransactionException.class);
        });
  }

  @Test
  void gatheringUnderADeadlineIsRefused() {
    assertThatThrownBy(() -> manager.within(SOON).users().gathering(GatherOptions.defaults()))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("deadline");
  }
}
