package io.zkpersona.storage.behavior.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.behavior.BehaviorInputFixture;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.behavior.ActivityRollup;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Subject;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rollup while threads write, fold and rebuild at the same time. */
public class ActivityRollupConcurrencyIT {

  private static final int WRITERS = 6;
  private static final int STEPS = 120;
  private static final Instant DAY = Instant.parse("2024-02-28T00:00:00Z");
  private static final BehaviorInputFilter ALL = BehaviorInputFilter.none();

  /** Matches every row but is no whole day, so the summary counts rows instead of the rollup. */
  private static final BehaviorInputFilter ALL_COUNTED =
      BehaviorInputFilter.builder().startDate(DAY.minus(1, ChronoUnit.MICROS)).build();

  private final BehaviorInputFixture fixture = new BehaviorInputFixture();
  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger compared = new AtomicInteger();
  private TestDatabase database;
  private DatabaseManager manager;
  private References references;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
    references = new References(manager.repositories(), fixture.fixturesBefore());
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  private BehaviorInputRepository inputs() {
    return manager.repositories().behaviorInputs();
  }

  private ActivityRollup rollup() {
    return manager.repositories().behaviorInputs().activityRollup();
  }

  private BehaviorInput drawn(Draw draw) {
    return fixture
        .random(draw)
        .withExternalKey(null)
        .withTimestamp(DAY.plusSeconds(draw.below(3 * 86_400)));
  }

  private List<BehaviorInput> drawn(Draw draw, int count) {
    List<BehaviorInput> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(drawn(draw));
    }
    return drawn;
  }

  /** Changes the thread's own rows, which are counted with everyone's. */
  private void write(Draw draw, List<BehaviorInputId> mine) {
    switch (draw.below(mine.isEmpty() ? 2 : 8)) {
      case 0 -> mine.add(inputs().save(drawn(draw)).id());
      case 1 -> inputs().saveAll(drawn(draw, 6)).forEach(row -> mine.add(row.id()));
      case 2 -> inputs().markAsProcessed(draw.of(mine));
      case 3 -> inputs().markAsProcessed(mine);
      case 4 -> {
        BehaviorInput other = drawn(draw);
        inputs().update(draw.of(mine), now -> fixture.changed(now, other));
      }
      case 5 -> inputs().deleteById(mine.remove(draw.below(mine.size())));
      case 6 -> rollup().fold();
      default -> undone(draw);
    }
  }

  private void undone(Draw draw) {
    try {
      manager.inTransaction(
          tx -> {
            tx.behaviorInputs().saveAll(drawn(draw, 4));
            throw new Subject.Undo();
          });
    } catch (Subject.Undo expected) {
      // Rolled back as intended.
    }
  }

  /** Compares the rollup with the rows in one snapshot. */
  private void compare() {
    manager.inTransaction(
        TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ).readOnly(),
        tx ->
            assertThat(tx.behaviorInputs().analyticsSummary(ALL))
                .isEqualTo(tx.behaviorInputs().analyticsSummary(ALL_COUNTED)));
    compared.incrementAndGet();
  }

  private Boolean work(int rebuilding) {
    int thread = threads.getAndIncrement();
    Draw draw = new Draw(1_000 + thread, references);
    List<BehaviorInputId> mine = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      if (thread == 0 && step % 30 == rebuilding) {
        rollup().enable();
        rollup().rebuild();
      } else if (thread == 1) {
        compare();
      } else {
        write(draw, mine);
      }
    }
    return true;
  }

  /** If they waited for each other, the server would soon cancel the statement. */
  @Test
  void whoHasReadMayWriteWhileTheCountsAreToBeSwitchedOff() throws Exception {
    manager.repositories().behaviorInputs().activityRollup().enable();
    CompletableFuture<Void> off;
    try (Connection reader = database.connect()) {
      Backends.execute(reader, "SET deadlock_timeout = '20ms'");
      reader.setAutoCommit(false);
      assertThat(Backends.one(reader, "SELECT count(*) FROM zkpersona.behavior_inputs"))
          .isEqualTo("0");
      off =
          OwnThreads.run(() -> manager.repositories().behaviorInputs().activityRollup().disable());
      Backends.awaitWaiting(database, 1);

      Backends.execute(
          reader,
          "INSERT INTO zkpersona.behavior_inputs (input_data, timestamp) VALUES ('{}', now())");
      reader.commit();
    }
    off.join();

    assertThat(manager.repositories().behaviorInputs().activityRollup().isEnabled()).isFalse();
    assertThat(inputs().count()).isOne();
  }

  @Test
  void whatManyWriteIsCountedExactly() throws InterruptedException {
    rollup().enable();
    Together.values(Together.run(WRITERS, () -> work(STEPS)));

    assertThat(compared).hasValue(STEPS);
    assertThat(rollup().verify()).isZero();
    compare();
    rollup().fold();
    assertThat(rollup().verify()).isZero();
    compare();
    assertThat(inputs().count()).isPositive();
  }

  /** The rollup is enabled while others write, and rebuilt three more times. */
  @Test
  void theCountsAreMadeWhileOthersWrite() throws InterruptedException {
    Together.values(Together.run(WRITERS, () -> work(7)));

    assertThat(compared).hasValue(STEPS);
    assertThat(rollup().isEnabled()).isTrue();
    assertThat(rollup().verify()).isZero();
    compare();
  }

  /** One call counts; concurrent ones fail with a conflict and change nothing. */
  @Test
  void manyProcessesMakeTheCountsAtOnce() throws InterruptedException {
    inputs().saveAll(drawn(new Draw(5, references), 300));
    for (int round = 0; round < 6; round++) {
      AtomicInteger turn = new AtomicInteger();
      var outcomes =
          Together.run(
              WRITERS,
              () -> {
                if (turn.getAndIncrement() % 2 == 0) {
                  rollup().enable();
                } else {
                  rollup().rebuild();
                }
                return true;
              });

      assertThat(Together.failures(outcomes))
          .allSatisfy(ActivityRollupConcurrencyIT::assertConflict);
      assertThat(rollup().isEnabled()).isTrue();
      assertThat(rollup().verify()).isZero();
      compareWhole();
      if (round % 2 == 0) {
        rollup().disable();
      }
    }
  }

  private static void assertConflict(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            TransactionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_CONFLICT));
  }

  /** The call does not wait for the other, which may take minutes. */
  @Test
  void whoComesWhileAnotherCountsIsToldAtOnce() throws SQLException {
    rollup().enable();
    try (Connection other = database.connect()) {
      other.setAutoCommit(false);
      Backends.execute(
          other,
          "SELECT"
              + " pg_advisory_xact_lock('zkpersona.behavior_activity_state'::regclass::oid::bigint)");

      assertThatThrownBy(() -> rollup().rebuild())
          .satisfies(ActivityRollupConcurrencyIT::assertConflict);

      assertThat(rollup().isEnabled()).isTrue();
      other.commit();
    }
    assertThat(rollup().rebuild()).isTrue();
    assertThat(rollup().verify()).isZero();
  }

  private void compareWhole() {
    assertThat(inputs().analyticsSummary(ALL)).isEqualTo(inputs().analyticsSummary(ALL_COUNTED));
  }

  /** Another process that built the counts meanwhile counted the rows that existed at the start. */
  @Test
  void whoFindsTheCountsMadeDoesNotMakeThemAgain() {
    inputs().saveAll(drawn(new Draw(6, references), 50));
    rollup().enable();
    String before = database.queryOne("SELECT mtime FROM zkpersona.behavior_activity_state");

    assertThat(database.queryOne("SELECT zkpersona.behavior_activity_count()")).isEqualTo("f");

    assertThat(database.queryOne("SELECT mtime FROM zkpersona.behavior_activity_state"))
        .isEqualTo(before);
    assertThat(rollup().verify()).isZero();
  }
}
