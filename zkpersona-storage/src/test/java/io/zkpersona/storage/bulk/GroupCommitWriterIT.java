package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.behavior.BehaviorInputFixture;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Saves that queue up while the previous one waits for a lock on the table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
// Some connections only hold a lock, and some rows only cause a wait.
@SuppressWarnings({"try", "FutureReturnValueIgnored"})
@NewestServerOnly
class GroupCommitWriterIT {

  private static final GroupCommitOptions DEFAULTS = GroupCommitOptions.defaults();

  private final BehaviorInputFixture fixture = new BehaviorInputFixture();
  private TestDatabase database;
  private DatabaseManager manager;
  private Draw draw;

  @BeforeAll
  void createDatabase() {
    database = TestDatabase.migrated();
  }

  @BeforeEach
  void startEmpty() {
    Rows.deleteAll(database);
    manager = database.open();
    draw = new Draw(5, new References(manager.repositories(), fixture.fixturesBefore()));
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @AfterAll
  void dropDatabase() {
    database.close();
  }

  private GroupCommitWriter<BehaviorInput, BehaviorInputId> groupCommit(
      GroupCommitOptions options) {
    return inputs().groupCommit(options);
  }

  private BehaviorInputRepository inputs() {
    return manager.repositories().behaviorInputs();
  }

  private List<BehaviorInput> drawn(int count) {
    return Stream.generate(() -> fixture.random(draw)).limit(count).toList();
  }

  private long rows() {
    return inputs().count();
  }

  private long counted(String operation) {
    var stats = manager.queryStats().operations().get("behavior_inputs." + operation);
    return stats == null ? 0 : stats.count();
  }

  /** Blocks all writes of inputs until the connection is closed. */
  private Connection locked() throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    Backends.execute(connection, "LOCK TABLE zkpersona.behavior_inputs IN SHARE MODE");
    return connection;
  }

  /** Saves a row, which stays in flight while the table is locked. */
  private CompletableFuture<BehaviorInput> underWay(
      GroupCommitWriter<BehaviorInput, BehaviorInputId> writer) {
    CompletableFuture<BehaviorInput> first = writer.saveAsync(fixture.random(draw));
    Backends.awaitWaiting(database, 1);
    return first;
  }

  private static void awaitState(Thread thread, Thread.State state) {
    Eventually.holds("a thread is " + state, () -> thread.getState() == state);
  }

  private static void assertFailed(CompletableFuture<?> result, Class<?> with) {
    assertThatThrownBy(() -> result.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(with);
  }

  private static void assertClosed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ZkPersonaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED))
        .hasMessageStartingWith("group commit writer: closed");
  }

  @Test
  void whatPilesUpIsOneTransaction() throws Exception {
    List<CompletableFuture<BehaviorInput>> results;
    try (var writer = groupCommit(DEFAULTS)) {
      try (Connection unused = locked()) {
        underWay(writer);
        results = drawn(150).stream().map(writer::saveAsync).toList();
      }
    }

    assertThat(results)
        .extracting(result -> result.join().audit().createdAt())
        .containsOnly(results.get(0).join().audit().createdAt());
    results.forEach(
        result -> assertThat(inputs().getById(result.join().id())).isEqualTo(result.join()));
    assertThat(rows()).isEqualTo(151);
    assertThat(List.of(counted("save"), counted("save_group"), counted("save_in_group")))
        .containsExactly(1L, 1L, 151L);
  }

  @Test
  void noGroupIsLargerThanAllowed() throws Exception {
    try (var writer = groupCommit(DEFAULTS.withMaxRows(10))) {
      try (Connection unused = locked()) {
        underWay(writer);
        drawn(31).forEach(writer::saveAsync);
      }
    }

    assertThat(rows()).isEqualTo(32);
    assertThat(counted("save_group")).isEqualTo(3);
    assertThat(counted("save")).isEqualTo(2);
  }

  @Test
  void thirtyTwoThreadsLoseNothingAndDoubleNothing() throws InterruptedException {
    List<BehaviorInput> given = drawn(32 * 40);
    List<BehaviorInput> stored = new ArrayList<>();
    AtomicInteger next = new AtomicInteger();
    try (var writer = groupCommit(DEFAULTS.withMaxRows(20))) {
      for (List<BehaviorInput> own :
          Together.values(
              Together.run(
                  32,
                  () -> {
                    int from = next.getAndAdd(40);
                    return given.subList(from, from + 40).stream().map(writer::save).toList();
                  }))) {
        stored.addAll(own);
      }
    }

    assertThat(rows()).isEqualTo(given.size());
    assertThat(inputs().findAllById(given.stream().map(BehaviorInput::id).toList()))
        .containsExactlyInAnyOrderElementsOf(stored);
    assertThat(stored)
        .extracting(row -> row.withAudit(given.get(0).audit()))
        .containsExactlyInAnyOrderElementsOf(
            given.stream().map(row -> row.withAudit(given.get(0).audit())).toList());
  }

  @Test
  void eachOfAGroupHearsOfItsOwn() throws Exception {
    BehaviorInput taken = inputs().save(fixture.random(draw));
    List<BehaviorInput> rows = drawn(7);
    List<CompletableFuture<BehaviorInput>> results;
    try (var writer = groupCommit(DEFAULTS)) {
      try (Connection unused = locked()) {
        underWay(writer);
        results =
            Stream.of(
                    rows.get(0),
                    rows.get(1).withId(taken.id()),
                    rows.get(2),
                    rows.get(3).withUserId(UserId.generate()),
                    rows.get(4),
                    rows.get(5).withId(rows.get(4).id()),
                    rows.get(6))
                .map(writer::saveAsync)
                .toList();
      }
    }

    for (int good : new int[] {0, 2, 4, 6}) {
      assertThat(inputs().getById(rows.get(good).id())).isEqualTo(results.get(good).join());
    }
    assertThat(inputs().getById(taken.id())).isEqualTo(taken);
    assertFailed(results.get(1), DuplicateEntityException.class);
    assertFailed(results.get(3), MissingReferenceException.class);
    assertFailed(results.get(5), DuplicateEntityException.class);
    assertThat(rows()).isEqualTo(6);
    assertThatThrownBy(() -> results.get(1).join())
        .cause()
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, bad -> assertThat(bad.index()).isEmpty());
    assertThat(manager.queryStats().operations().get("behavior_inputs.save_in_group").errors())
        .containsEntry(ErrorCode.DUPLICATE, 2L)
        .containsEntry(ErrorCode.MISSING_REFERENCE, 1L);
  }

  /** Holds even for a caller that chains blocking work to the result. */
  @Test
  void whoHangsOnAResultKeepsNobodyWaiting() throws Exception {
    List<BehaviorInput> rows = drawn(2);
    try (var writer = groupCommit(DEFAULTS)) {
      CompletableFuture<BehaviorInput> second =
          writer.saveAsync(rows.get(0)).thenApply(stored -> writer.save(rows.get(1)));

      assertThat(second.get(60, TimeUnit.SECONDS).id()).isEqualTo(rows.get(1).id());
      try (Connection unused = locked()) {
        assertThat(underWay(writer).cancel(true)).isTrue();
      }
    }
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void aKilledConnectionFailsItsGroupAndNoOther() throws Exception {
    List<CompletableFuture<BehaviorInput>> group;
    CompletableFuture<BehaviorInput> later;
    try (LogCapture log = new LogCapture();
        var writer = groupCommit(DEFAULTS.withMaxRows(5))) {
      try (Connection unused = locked()) {
        CompletableFuture<BehaviorInput> first = underWay(writer);
        group = drawn(5).stream().map(writer::saveAsync).toList();
        later = writer.saveAsync(fixture.random(draw));
        killTheWaiting();
        assertFailed(first, OutcomeUnknownException.class);
        Backends.awaitWaiting(database, 1);
        killTheWaiting();
        // A group is one message as well, so its outcome is as unknown as that of one row.
        group.forEach(result -> assertFailed(result, OutcomeUnknownException.class));
      }
      assertThat(later.get(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(writer.save(fixture.random(draw))).isNotNull();
      assertThat(log.lines("marked as broken")).hasSize(2);
      assertThat(log.text()).doesNotContain("insert into");
    }
    assertThat(rows()).isEqualTo(2);
  }

  private void killTheWaiting() {
    Backends.kill(
        database,
        Integer.parseInt(
            database.queryOne(Backends.WAITING_FOR_A_LOCK.replace("count(*)", "pid"))));
  }

  /** The server commits, and the answer is lost. */
  @Test
  void whatIsLostWhileCommittingIsNotWrittenAgain() throws Exception {
    database.execute(
        "CREATE FUNCTION zkpersona.hold() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_advisory_xact_lock(71); RETURN NULL; END';"
            + "CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON zkpersona.behavior_inputs"
            + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION zkpersona.hold()");
    try (TcpProxy proxy = TcpProxy.to(database.address());
        DatabaseManager lost = DatabaseManager.open(database.configThrough(proxy.port()).build());
        Connection holder = database.connect()) {
      var writer = lost.repositories().behaviorInputs().groupCommit(DEFAULTS);
      Backends.execute(holder, "SELECT pg_advisory_lock(71)");
      CompletableFuture<BehaviorInput> first = underWay(writer);
      List<CompletableFuture<BehaviorInput>> group =
          drawn(3).stream().map(writer::saveAsync).toList();
      Backends.execute(holder, "SELECT pg_advisory_unlock(71); SELECT pg_advisory_lock(71)");
      assertThat(first.get(60, TimeUnit.SECONDS)).isNotNull();
      Backends.awaitWaiting(database, 1);

      proxy.cut();
      proxy.mend();

      group.forEach(result -> assertFailed(result, OutcomeUnknownException.class));
      Backends.execute(holder, "SELECT pg_advisory_unlock(71)");
      assertThat(writer.save(fixture.random(draw))).isNotNull();
      writer.close();
      Eventually.holds("the lost ones are committed", () -> rows() == 5);
    } finally {
      database.execute("DROP FUNCTION zkpersona.hold() CASCADE");
    }
  }

  @Test
  void closingWritesWhatWaitsAndRefusesWhatComes() throws Exception {
    List<CompletableFuture<BehaviorInput>> results = new ArrayList<>();
    var writer = groupCommit(DEFAULTS);
    Thread closing = new Thread(writer::close);
    try (Connection unused = locked()) {
      results.add(underWay(writer));
      drawn(5).stream().map(writer::saveAsync).forEach(results::add);
      closing.start();
      awaitState(closing, Thread.State.WAITING);
      assertClosed(() -> writer.save(fixture.random(draw)));
      assertClosed(() -> writer.saveAsync(fixture.random(draw)));
      assertThat(closing.isAlive()).isTrue();
    }
    closing.join(60_000);
    assertThat(closing.isAlive()).isFalse();
    assertThat(results.stream().map(CompletableFuture::join)).hasSize(6);
    assertThat(rows()).isEqualTo(6);
    writer.close();
    Eventually.holds(
        "its thread has ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("save_in_group")));
  }

  @Test
  void anInterruptedCloserDoesNotWaitAndNothingIsLost() throws Exception {
    CompletableFuture<BehaviorInput> result;
    var writer = groupCommit(DEFAULTS);
    try (Connection unused = locked()) {
      result = underWay(writer);
      Thread.currentThread().interrupt();
      writer.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(result).isNotDone();
    }
    writer.close();
    assertThat(result.get(60, TimeUnit.SECONDS)).isNotNull();
    assertThat(rows()).isOne();
  }

  @Test
  void whatWaitsWhenTheManagerIsClosedHearsOfIt() throws Exception {
    List<CompletableFuture<BehaviorInput>> results;
    CompletableFuture<BehaviorInput> first;
    CompletableFuture<Void> closing;
    DatabaseManager other = database.open();
    try (var writer = other.repositories().behaviorInputs().groupCommit(DEFAULTS)) {
      try (Connection unused = locked()) {
        first = underWay(writer);
        results = drawn(3).stream().map(writer::saveAsync).toList();
        closing = OwnThreads.run(other::close);
        Eventually.holds(
            "the manager is closed",
            () -> {
              try {
                other.repositories().users().count();
                return false;
              } catch (ManagerClosedException e) {
                return true;
              }
            });
        assertThatThrownBy(() -> writer.save(fixture.random(draw)))
            .isInstanceOf(ManagerClosedException.class);
      }
      closing.get(60, TimeUnit.SECONDS);
      assertThat(first.get(60, TimeUnit.SECONDS)).isNotNull();
      results.forEach(result -> assertFailed(result, ManagerClosedException.class));
    }
    assertThat(rows()).isOne();
  }

  @Test
  void insideATransactionItIsRefused() throws Exception {
    BehaviorInput row = fixture.random(draw);
    try (var writer = groupCommit(DEFAULTS);
        var outside = manager.outsideTransaction().behaviorInputs().groupCommit(DEFAULTS)) {
      manager.inTransaction(
          tx -> {
            for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                    () -> writer.save(row),
                    () -> writer.saveAsync(row),
                    () -> tx.behaviorInputs().groupCommit(DEFAULTS),
                    () -> groupCommit(DEFAULTS))) {
              assertThatThrownBy(call).isInstanceOf(TransactionException.class);
            }
            outside.save(row);
            throw new IllegalStateException("undone");
          });
    } catch (IllegalStateException expected) {
      assertThat(rows()).isOne();
    }
    try (Connection connection = database.connect()) {
      assertThatThrownBy(
              () -> manager.repositoriesOn(connection).behaviorInputs().groupCommit(DEFAULTS))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("on a caller's connection");
    }
  }

  @Test
  void whoFindsNoRoomIsRefusedInTime() throws Exception {
    try (var writer = groupCommit(DEFAULTS.withMaxWaiting(2).withMaxWait(Duration.ZERO))) {
      try (Connection unused = locked()) {
        underWay(writer);
        drawn(2).forEach(writer::saveAsync);
        assertThatThrownBy(() -> writer.save(fixture.random(draw)))
            .isInstanceOf(DatabaseUnavailableException.class)
            .hasMessageContaining("2 rows stayed in the queue")
            .hasMessageContaining("not written");
      }
    }
    assertThat(rows()).isEqualTo(3);
    assertThat(counted("save_in_group")).isEqualTo(4);
  }

  @Test
  void whoWaitsForRoomGetsIt() throws Exception {
    List<BehaviorInput> rows = drawn(2);
    CompletableFuture<BehaviorInput> patient = new CompletableFuture<>();
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    var writer = groupCommit(DEFAULTS.withMaxWaiting(1));
    Thread waiting = new Thread(() -> patient.complete(writer.save(rows.get(0))));
    try (Connection unused = locked()) {
      underWay(writer);
      writer.saveAsync(fixture.random(draw));
      waiting.start();
      awaitState(waiting, Thread.State.TIMED_WAITING);
    }
    assertThat(patient.get(60, TimeUnit.SECONDS).id()).isEqualTo(rows.get(0).id());
    assertThat(rows()).isEqualTo(3);

    try (Connection unused = locked()) {
      underWay(writer);
      writer.saveAsync(fixture.random(draw));
      Thread late =
          new Thread(
              () -> {
                try {
                  writer.save(rows.get(1));
                } catch (ZkPersonaException e) {
                  refused.complete(e);
                }
              });
      late.start();
      awaitState(late, Thread.State.TIMED_WAITING);
      Thread closing = new Thread(writer::close);
      closing.start();
      assertThat(refused.get(60, TimeUnit.SECONDS)).hasMessageContaining("closed");
    }
    writer.close();
    assertThat(rows()).isEqualTo(5);
  }

  @Test
  void anInterruptBreaksOffTheWaitForRoomOnly() throws Exception {
    try (var writer = groupCommit(DEFAULTS.withMaxWaiting(1))) {
      BehaviorInput row = fixture.random(draw);
      Thread.currentThread().interrupt();
      BehaviorInput stored = writer.save(row);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(inputs().getById(row.id())).isEqualTo(stored);
      try (Connection unused = locked()) {
        underWay(writer);
        writer.saveAsync(fixture.random(draw));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> writer.save(fixture.random(draw)))
            .isInstanceOf(DatabaseUnavailableException.class)
            .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
      }
    }
    assertThat(rows()).isEqualTo(3);
  }

  /** The linger is so long that the first save would time out if it waited for it. */
  @Test
  void aGroupThatIsFullLingersNoLonger() {
    List<CompletableFuture<BehaviorInput>> results;
    try (var writer = groupCommit(DEFAULTS.withMaxRows(3).withLinger(Duration.ofSeconds(1)))) {
      results = drawn(3).stream().map(writer::saveAsync).toList();
    }
    assertThat(results)
        .extracting(result -> result.join().audit().createdAt())
        .containsOnly(results.get(0).join().audit().createdAt());
    assertThat(counted("save_group")).isOne();
  }
}
