package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.progress.Progress;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.OwnDatabase;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.OneConnection;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bulk calls that are interrupted, run concurrently, or run inside a transaction. */
public class BulkIT {

  private static final int MANY = 25_000;
  private static final int THREADS = 8;

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private static BehaviorInputRepository inputs() {
    return OWN.manager().repositories().behaviorInputs();
  }

  private static Stream<BehaviorInput> source(int count) {
    return IntStream.range(0, count).mapToObj(References::numbered);
  }

  /** Returns a source that calls {@code before} for each row. */
  private static Stream<BehaviorInput> source(int count, IntConsumer before) {
    return IntStream.range(0, count).peek(before).mapToObj(References::numbered);
  }

  private static long rows() {
    return Long.parseLong(
        OWN.database().queryOne("SELECT count(*) FROM zkpersona.behavior_inputs"));
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void breakAt(int number, int at) {
    if (number == at) {
      throw new Broken();
    }
  }

  /** An earlier row may be bad too, but that cannot be checked here; naming this one is correct. */
  @Test
  void aBadRowIsNamedEvenWhereOthersAreInTheWayOfLookingForAnEarlierOne() throws SQLException {
    try (Connection other = OWN.database().connect();
        DatabaseManager impatient = OWN.database().openImpatient()) {
      other.setAutoCommit(false);
      Backends.execute(
          other,
          """
          INSERT INTO zkpersona.behavior_inputs (id, input_data, "timestamp")
          VALUES ('%s', '{}', now())
          """
              .formatted(References.numbered(0).id().value()));
      Stream<BehaviorInput> spoilt =
          source(4).map(row -> row.equals(References.numbered(3)) ? null : row);

      assertThatThrownBy(
              () ->
                  impatient
                      .repositories()
                      .behaviorInputs()
                      .saveAll(spoilt::iterator, BulkOptions.atomic()))
          .isInstanceOfSatisfying(
              ValidationException.class, bad -> assertThat(bad.index()).hasValue(3))
          .satisfies(
              bad ->
                  assertThat(bad.getSuppressed())
                      .singleElement()
                      .isInstanceOf(StatementTimeoutException.class));
      other.rollback();
    }
    assertThat(rows()).isZero();
  }

  @Test
  void whatABadRowInterruptedGoesOnWhereItEnded() {
    int bad = 17_777;
    BulkOptions chunks = BulkOptions.committing(1_000);
    Stream<BehaviorInput> spoilt =
        source(MANY)
            .map(
                row ->
                    row.equals(References.numbered(bad)) ? row.withUserId(UserId.generate()) : row);

    assertThatThrownBy(() -> inputs().saveAll(spoilt::iterator, chunks))
        .isInstanceOfSatisfying(
            BulkInterruptedException.class,
            ended -> {
              assertThat(ended.committedRows()).isEqualTo(17_000);
              assertThat(ended.getCause())
                  .isInstanceOfSatisfying(
                      MissingReferenceException.class,
                      missing -> {
                        assertThat(missing.index()).hasValue(bad);
                        assertThat(missing.field()).isEqualTo("userId");
                      });
            });
    assertThat(rows()).isEqualTo(17_000);
    BulkResult rest = inputs().saveAll(source(MANY)::iterator, chunks.skipping(17_000));

    assertThat(rest.inserted()).isEqualTo(MANY - 17_000);
    assertThat(rest.elapsed()).isPositive();
    assertThat(rows()).isEqualTo(MANY);
    try (Stream<BehaviorInput> found =
        inputs().streamAllById(source(MANY).map(BehaviorInput::id)::iterator)) {
      AtomicInteger next = new AtomicInteger();
      found.forEach(
          row -> {
            BehaviorInput given = References.numbered(next.getAndIncrement());
            assertThat(row.id()).isEqualTo(given.id());
            assertThat(row.inputData()).isEqualTo(given.inputData());
          });
      assertThat(next).hasValue(MANY);
    }
  }

  @Test
  void anAtomicCallThatFailsLeavesNothing() {
    Stream<BehaviorInput> twice = Stream.concat(source(3_500), source(1));

    assertThatThrownBy(() -> inputs().saveAll(twice::iterator, BulkOptions.atomic()))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, bad -> assertThat(bad.index()).hasValue(3_500));
    assertThat(rows()).isZero();
  }

  @Test
  void ofABadRowAndAnInvalidOneBehindItTheFirstIsNamed() {
    BehaviorInput stored = inputs().save(References.numbered(0));
    List<BehaviorInput> given = new ArrayList<>(source(50).skip(1).toList());
    given.set(20, stored);
    given.set(30, null);

    for (BulkOptions options : List.of(BulkOptions.atomic(), BulkOptions.committing(40))) {
      assertThatThrownBy(() -> inputs().saveAll(given.stream()::iterator, options))
          .satisfies(
              thrown -> {
                Throwable cause = options.chunkRows().isEmpty() ? thrown : thrown.getCause();
                assertThat(((DuplicateEntityException) cause).index()).hasValue(20);
              });
      assertThat(rows()).isOne();
    }
  }

  @Test
  void aSourceThatFailsUndoesAnAtomicCallAndEndsOneInChunks() {
    assertThatThrownBy(
            () ->
                inputs()
                    .saveAll(
                        source(8_000, row -> breakAt(row, 6_500))::iterator, BulkOptions.atomic()))
        .isInstanceOf(Broken.class);
    assertThat(rows()).isZero();

    Stream<BehaviorInput> failing = source(5_000, row -> breakAt(row, 2_500));
    assertThatThrownBy(() -> inputs().saveAll(failing::iterator, BulkOptions.committing(400)))
        .isInstanceOfSatisfying(
            BulkInterruptedException.class,
            ended -> assertThat(ended.committedRows()).isEqualTo(2_400))
        .hasCauseInstanceOf(Broken.class);
    assertThat(rows()).isEqualTo(2_400);
  }

  @Test
  void aCallbackHearsOfEachChunkAndIfItFailsThatEndsTheCall() {
    List<Progress> told = new ArrayList<>();
    inputs().saveAll(source(1_050)::iterator, BulkOptions.committing(500).onProgress(told::add));
    assertThat(told).extracting(Progress::done).containsExactly(500L, 1_000L, 1_050L);
    assertThat(told).extracting(Progress::committed).containsExactly(500L, 1_000L, 1_050L);
    assertThat(told).extracting(Progress::elapsed).isSorted().allMatch(t -> !t.isNegative());

    told.clear();
    inputs()
        .upsertAll(
            source(5_050)::iterator, BulkOptions.atomic().skipping(10).onProgress(told::add));
    assertThat(told).extracting(Progress::done).containsExactly(5_010L, 5_050L);
    assertThat(told).extracting(Progress::committed).containsOnly(10L);

    Rows.deleteAll(OWN.database());
    BulkOptions chunks = BulkOptions.committing(10).onProgress(at -> breakAt((int) at.done(), 30));
    assertThatThrownBy(() -> inputs().saveAll(source(100)::iterator, chunks))
        .isInstanceOfSatisfying(
            BulkInterruptedException.class,
            ended -> assertThat(ended.committedRows()).isEqualTo(30))
        .hasCauseInstanceOf(Broken.class);
    assertThat(rows()).isEqualTo(30);
    BulkOptions atomic =
        BulkOptions.atomic()
            .onProgress(
                at -> {
                  throw new Broken();
                });
    assertThatThrownBy(() -> inputs().upsertAll(source(100)::iterator, atomic))
        .isInstanceOf(Broken.class);
    assertThat(rows()).isEqualTo(30);
  }

  /** Terminates every connection of the pool. */
  private static void killAll() {
    OWN.database()
        .query(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  @Test
  void aConnectionThatBreaksMidwayUndoesAnAtomicCall() {
    assertThatThrownBy(
            () ->
                inputs()
                    .saveAll(
                        source(
                                8_000,
                                row -> {
                                  if (row == 6_500) {
                                    killAll();
                                  }
                                })
                            ::iterator,
                        BulkOptions.atomic()))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(rows()).isZero();
    assertThat(inputs().saveAll(source(10)::iterator, BulkOptions.atomic()).inserted())
        .isEqualTo(10);
  }

  /** The chunk waits for a locked row when its connection is terminated. */
  @Test
  void aConnectionThatBreaksInAChunkLeavesThoseBeforeIt() throws SQLException {
    inputs().saveAll(source(100)::iterator, BulkOptions.atomic());
    try (Connection other = OWN.database().connect()) {
      other.setAutoCommit(false);
      Backends.execute(
          other, "SELECT 1 FROM zkpersona.behavior_inputs WHERE session_id = '70' FOR UPDATE");
      CompletableFuture<BulkResult> upsert =
          OwnThreads.supply(
              () -> inputs().upsertAll(source(100)::iterator, BulkOptions.committing(20)));
      Backends.awaitWaiting(OWN.database(), 1);
      OWN.database()
          .query(
              "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND wait_event_type = 'Lock'");

      assertThatThrownBy(upsert::join)
          .cause()
          .isInstanceOfSatisfying(
              BulkInterruptedException.class,
              ended -> assertThat(ended.committedRows()).isEqualTo(60))
          .hasCauseInstanceOf(DatabaseUnavailableException.class);
    }
    assertThat(
            OWN.database()
                .queryOne("SELECT count(*) FROM zkpersona.behavior_inputs WHERE mtime > ctime"))
        .isEqualTo("60");
    assertThat(
            inputs()
                .upsertAll(source(100)::iterator, BulkOptions.committing(20).skipping(60))
                .updated())
        .isEqualTo(40);
  }

  @Test
  void chunksAreRefusedInsideATransactionAndTheRestGoesOn() {
    BulkOptions chunks = BulkOptions.committing(10);
    OWN.manager()
        .inTransaction(
            tx -> {
              BehaviorInputRepository inside = tx.behaviorInputs();
              assertThatThrownBy(() -> inside.saveAll(source(1)::iterator, chunks))
                  .isInstanceOf(TransactionException.class)
                  .hasMessageContaining("BulkOptions.atomic()");
              assertThatThrownBy(() -> inside.deleteAllById(List.<BehaviorInputId>of(), chunks))
                  .isInstanceOf(TransactionException.class);
              inside.saveAll(source(6_500)::iterator, BulkOptions.atomic());
              assertThatThrownBy(
                      () ->
                          inside.saveAll(
                              Stream.concat(source(12_000).skip(6_500), source(1))::iterator,
                              BulkOptions.atomic()))
                  .isInstanceOf(DuplicateEntityException.class);
              inside.upsertAll(source(6_600)::iterator, BulkOptions.atomic());
            });
    assertThat(rows()).isEqualTo(6_600);

    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.behaviorInputs()
                              .deleteAllById(
                                  source(6_600).map(BehaviorInput::id)::iterator,
                                  BulkOptions.atomic());
                          assertThat(tx.behaviorInputs().count()).isZero();
                          throw new Broken();
                        }))
        .isInstanceOf(Broken.class);
    assertThat(rows()).isEqualTo(6_600);
  }

  @Test
  void concurrentUpsertsOfTheSameIdsAllSucceed() throws InterruptedException {
    AtomicInteger writer = new AtomicInteger();
    for (int round = 0; round < 5; round++) {
      Rows.deleteAll(OWN.database());
      List<Together.Outcome<BulkResult>> outcomes =
          Together.run(
              THREADS,
              () -> {
                String name = "writer " + writer.incrementAndGet();
                List<BehaviorInput> own =
                    new ArrayList<>(
                        source(300).map(row -> row.withSessionId(new SessionText(name))).toList());
                Collections.shuffle(own, new Random(name.hashCode()));
                return inputs().upsertAll(own, BulkOptions.atomic());
              });

      List<BulkResult> results = Together.values(outcomes);
      assertThat(results).allMatch(result -> result.rows() == 300);
      assertThat(results.stream().mapToLong(BulkResult::inserted).sum()).isEqualTo(300);
      assertThat(rows()).isEqualTo(300);
      assertThat(OWN.database().query("SELECT DISTINCT session_id FROM zkpersona.behavior_inputs"))
          .as("who came last wrote all")
          .hasSize(1);
    }
  }

  /** Every two upserts share some rows, and no two have the same order. */
  @Test
  void concurrentUpsertsOfOverlappingIdsDoNotDeadlock() throws InterruptedException {
    AtomicInteger writer = new AtomicInteger();
    for (int round = 0; round < 8; round++) {
      Rows.deleteAll(OWN.database());
      inputs()
          .saveAll(source(400).filter(row -> row.timestamp().getEpochSecond() % 5 == 0).toList());

      List<BulkResult> results =
          Together.values(
              Together.run(
                  THREADS,
                  () -> {
                    int number = writer.incrementAndGet();
                    List<BehaviorInput> own = new ArrayList<>(source(400).toList());
                    Collections.shuffle(own, new Random(number));
                    return inputs()
                        .upsertAll(
                            own.subList(0, number % 2 == 0 ? 400 : 120), BulkOptions.atomic());
                  }));

      assertThat(results.stream().mapToLong(BulkResult::inserted).sum()).isEqualTo(320);
      assertThat(rows()).isEqualTo(400);
    }
  }

  @Test
  void whatAnotherInsertsInBetweenIsUpdated() throws SQLException {
    try (Connection other = OWN.database().connect()) {
      other.setAutoCommit(false);
      Backends.execute(
          other,
          "INSERT INTO zkpersona.behavior_inputs (id, input_data, timestamp) VALUES ('%s', '{}', now())"
              .formatted(References.numbered(150).id().value()));
      CompletableFuture<BulkResult> upsert =
          OwnThreads.supply(() -> inputs().upsertAll(source(200)::iterator, BulkOptions.atomic()));
      Backends.awaitWaiting(OWN.database(), 1);
      other.commit();

      BulkResult result = upsert.join();
      assertThat(List.of(result.inserted(), result.updated())).containsExactly(199L, 1L);
    }
    assertThat(inputs().getById(References.numbered(150).id()).inputData())
        .isEqualTo(References.numbered(150).inputData());
    assertThat(rows()).isEqualTo(200);
  }

  @Test
  void whatAnotherDeletesInBetweenIsInserted() throws SQLException {
    inputs().saveAll(source(100)::iterator, BulkOptions.atomic());
    try (Connection other = OWN.database().connect()) {
      other.setAutoCommit(false);
      Backends.execute(
          other,
          "DELETE FROM zkpersona.behavior_inputs WHERE id = '%s'"
              .formatted(References.numbered(50).id().value()));
      CompletableFuture<BulkResult> upsert =
          OwnThreads.supply(() -> inputs().upsertAll(source(100)::iterator, BulkOptions.atomic()));
      Backends.awaitWaiting(OWN.database(), 1);
      other.commit();

      BulkResult result = upsert.join();
      assertThat(List.of(result.inserted(), result.updated())).containsExactly(1L, 99L);
    }
    assertThat(rows()).isEqualTo(100);
  }

  /** The snapshot cannot see the row that another stored, so the duplicate id is a conflict. */
  @Test
  void whatOthersStoreMeanwhileIsAConflictWhereNothingNewerIsSeen() {
    BehaviorInput row = source(1).findFirst().orElseThrow();
    AtomicInteger attempts = new AtomicInteger();

    BulkResult result =
        OWN.manager()
            .callInTransaction(
                TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ).retries(1),
                tx -> {
                  assertThat(tx.behaviorInputs().count()).isEqualTo(attempts.get());
                  if (attempts.getAndIncrement() == 0) {
                    OWN.manager().outsideTransaction().behaviorInputs().save(row);
                  }
                  return tx.behaviorInputs().upsertAll(List.of(row), BulkOptions.atomic());
                });

    assertThat(result.updated()).isOne();
    assertThat(attempts).hasValue(2);
  }

  @Test
  void whereTheConnectionHidesTheDriversRowsGoInBatches() throws SQLException {
    try (OneConnection host = new OneConnection(OWN.database().connect()).hidingTheDriver();
        DatabaseManager embedded =
            DatabaseManager.using(host, OWN.database().config().autoMigrate(false).build())) {
      BehaviorInputRepository inputs = embedded.repositories().behaviorInputs();

      assertThat(inputs.saveAll(source(1_500)::iterator, BulkOptions.atomic()).inserted())
          .isEqualTo(1_500);
      assertThat(inputs.saveAll(source(3_000).skip(1_500).toList())).hasSize(1_500);
      assertThatThrownBy(
              () -> inputs.saveAll(source(3_001).skip(2_000)::iterator, BulkOptions.atomic()))
          .isInstanceOfSatisfying(
              DuplicateEntityException.class, bad -> assertThat(bad.index()).hasValue(0));
    }
    assertThat(rows()).isEqualTo(3_000);
  }

  @Test
  void whatIsCopiedGoesToTheSchemaThatIsConfigured() {
    try (TestDatabase empty = TestDatabase.empty();
        DatabaseManager elsewhere =
            DatabaseManager.open(empty.config().schema("else_where").build())) {
      elsewhere
          .repositories()
          .behaviorInputs()
          .saveAll(source(200)::iterator, BulkOptions.atomic());
      assertThat(empty.queryOne("SELECT count(*) FROM else_where.behavior_inputs"))
          .isEqualTo("200");
    }
  }

  @Test
  void aSourceMayReadWhatItsCallChanges() {
    inputs().saveAll(source(2_500)::iterator, BulkOptions.atomic());

    try (Stream<BehaviorInput> stored = inputs().stream()) {
      BulkResult result =
          inputs()
              .updateAll(
                  stored.map(row -> row.withProcessed(true))::iterator,
                  BulkOptions.committing(300));

      assertThat(result.updated()).isEqualTo(2_500);
    }
    assertThat(
            OWN.database()
                .queryOne("SELECT count(*) FROM zkpersona.behavior_inputs WHERE processed"))
        .isEqualTo("2500");
  }
}
