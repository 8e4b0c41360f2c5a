package io.zkpersona.storage.behavior.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.behavior.BehaviorAnalyticsIT;
import io.zkpersona.storage.behavior.BehaviorInputFixture;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.behavior.ActivityRollup;
import io.zkpersona.storage.repository.contract.Components;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Subject;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rollup, compared with the inputs themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class ActivityRollupIT {

  private static final Instant FIRST_DAY = Instant.parse("2023-12-30T00:00:00Z");
  private static final int DAYS = 5;
  private static final BehaviorInputFilter ALL = BehaviorInputFilter.none();

  private final BehaviorInputFixture fixture = new BehaviorInputFixture();
  private TestDatabase database;
  private DatabaseManager manager;
  private Draw draw;

  @BeforeAll
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @BeforeEach
  void startEmptyAndSwitchedOff() {
    Rows.deleteAll(database);
    draw = new Draw(17, new References(manager.repositories(), fixture.fixturesBefore()));
  }

  @AfterEach
  void switchOff() {
    rollup().disable();
  }

  @AfterAll
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

  /** Draws an input within a few days, sometimes at midnight or the last microsecond before it. */
  private BehaviorInput drawn() {
    Instant day = FIRST_DAY.plus(draw.below(DAYS), ChronoUnit.DAYS);
    Instant time =
        switch (draw.below(4)) {
          case 0 -> day;
          case 1 -> day.plus(1, ChronoUnit.DAYS).minus(1, ChronoUnit.MICROS);
          default -> day.plusSeconds(draw.below(86_400));
        };
    return fixture.random(draw).withExternalKey(null).withTimestamp(time);
  }

  private List<BehaviorInput> drawn(int count) {
    List<BehaviorInput> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(drawn());
    }
    return drawn;
  }

  private BehaviorAnalyticsSummary expected(BehaviorInputFilter filter) {
    return BehaviorAnalyticsIT.expected(
        inputs().findAll().stream().filter(row -> fixture.matches(filter, row)).toList());
  }

  private void assertCounted(BehaviorInputFilter filter) {
    assertThat(inputs().analyticsSummary(filter)).as(filter.toString()).isEqualTo(expected(filter));
  }

  /** Draws a filter with some members set, and whole days. */
  private BehaviorInputFilter filter() {
    BehaviorInput like = drawn();
    var filter = BehaviorInputFilter.builder();
    if (draw.below(3) == 0) {
      filter.userId(like.userId());
    }
    if (draw.below(3) == 0) {
      filter.inputType(like.inputType());
    }
    if (draw.below(3) == 0) {
      filter.source(like.source());
    }
    if (draw.below(3) == 0) {
      filter.processed(draw.bool());
    }
    if (draw.bool()) {
      filter.startDate(FIRST_DAY.plus(draw.below(DAYS), ChronoUnit.DAYS));
    }
    if (draw.bool()) {
      filter.endDate(FIRST_DAY.plus(DAYS + draw.below(2), ChronoUnit.DAYS));
    }
    return filter.build();
  }

  @Test
  void aFilterOfAnyMemberIsAnsweredAsWithoutTheRollup() {
    rollup().enable();
    List<BehaviorInput> rows = new ArrayList<>(drawn(40));
    for (int i = 0; i < 40; i++) {
      rows.add(fixture.random(draw).withTimestamp(FIRST_DAY.plusSeconds(i)));
    }
    inputs().saveAll(rows);

    for (String member : Components.names(BehaviorInputFilter.class)) {
      for (int i = 0; i < 10; i++) {
        assertCounted(
            Components.only(fixture.filter(draw.of(rows), draw.of(rows)), List.of(member)));
      }
    }
  }

  @Test
  void summariesAreTheSameWithAndWithout() {
    inputs().saveAll(drawn(120));
    rollup().enable();
    List<BehaviorInput> more = inputs().saveAll(drawn(120));
    assertThat(rollup().isEnabled()).isTrue();
    for (int i = 0; i < 60; i++) {
      BehaviorInputId id = more.get(i).id();
      switch (i % 4) {
        case 0 -> inputs().deleteById(id);
        case 1 -> inputs().markAsProcessed(id);
        case 2 -> {
          BehaviorInput other = drawn();
          inputs().update(id, now -> fixture.changed(now, other));
        }
        default -> inputs().save(drawn());
      }
      if (i == 30) {
        assertThat(rollup().fold()).isPositive();
      }
    }
    assertCounted(ALL);
    for (int i = 0; i < 80; i++) {
      assertCounted(filter());
    }
    assertThat(rollup().verify()).isZero();
    rollup().fold();
    assertThat(rollup().fold()).isZero();
    assertCounted(ALL);
    for (int i = 0; i < 80; i++) {
      assertCounted(filter());
    }
  }

  @Test
  void nothingComesToNothing() {
    rollup().enable();
    assertCounted(ALL);
    inputs().deleteById(inputs().save(drawn()).id());
    assertCounted(ALL);
    rollup().fold();
    assertCounted(ALL);
    assertThat(database.query("SELECT * FROM zkpersona.behavior_activity")).isEmpty();
    assertThat(database.query("SELECT * FROM zkpersona.behavior_activity_sessions")).isEmpty();
  }

  /** A wrong count in a result shows that the rollup is used. */
  @ParameterizedTest
  @CsvSource({
    // A wrong day also makes the total that includes it wrong.
    "behavior_activity_days SET inputs = inputs + 5, 2",
    "behavior_activity_totals SET inputs = inputs + 5, 1",
    "behavior_activity_sessions SET inputs = inputs + 5, 1",
    "behavior_activity_state SET sessions = sessions + 5, 1"
  })
  void aWrongCountIsFoundAndMadeAnew(String mistake, long found) {
    inputs().saveAll(drawn(30));
    rollup().enable();
    BehaviorAnalyticsSummary right = inputs().analyticsSummary(ALL);
    BehaviorInputFilter days = BehaviorInputFilter.builder().startDate(FIRST_DAY).build();
    String table = mistake.substring(0, mistake.indexOf(' '));
    database.execute(
        "UPDATE zkpersona.%s WHERE ctid = (SELECT min(ctid) FROM zkpersona.%s)"
            .formatted(mistake, table));

    BehaviorAnalyticsSummary wrong = inputs().analyticsSummary(ALL);
    assertThat(wrong.totalInputs() - right.totalInputs())
        .isEqualTo(table.endsWith("_totals") ? 5 : 0);
    assertThat(wrong.uniqueSessions() - right.uniqueSessions())
        .isEqualTo(table.endsWith("_state") ? 5 : 0);
    assertThat(inputs().analyticsSummary(days).totalInputs() - right.totalInputs())
        .isEqualTo(table.endsWith("_days") ? 5 : 0);
    assertThat(rollup().verify()).isEqualTo(found);
    assertThat(rollup().rebuild()).isTrue();
    assertThat(rollup().verify()).isZero();
    assertCounted(ALL);
    assertCounted(days);
  }

  @Test
  void sessionsAndTimesWithinADayAreCountedAsEver() {
    List<BehaviorInput> rows = inputs().saveAll(drawn(60));
    rollup().enable();
    database.execute("UPDATE zkpersona.behavior_activity_days SET inputs = inputs + 5");

    assertCounted(
        BehaviorInputFilter.builder().startDate(FIRST_DAY.plus(1, ChronoUnit.MICROS)).build());
    for (BehaviorInput row : rows) {
      assertCounted(
          BehaviorInputFilter.builder()
              .behaviorSessionId(row.behaviorSessionId())
              .sessionId(row.sessionId())
              .startDate(row.timestamp())
              .build());
    }
  }

  @Test
  void switchedOffItKeepsNothingAndWritersAreFree() {
    inputs().saveAll(drawn(20));
    rollup().enable();
    rollup().enable();
    rollup().disable();
    rollup().disable();

    assertThat(rollup().isEnabled()).isFalse();
    assertThat(rollup().rebuild()).isFalse();
    assertThat(rollup().verify()).isZero();
    inputs().saveAll(drawn(20));
    assertThat(rollup().fold()).isZero();
    assertThat(
            database.query(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid ="
                    + " 'zkpersona.behavior_inputs'::regclass AND tgname ~ 'activity'"))
        .isEmpty();
    for (String table : List.of("", "_days", "_totals", "_sessions", "_changes", "_state")) {
      assertThat(database.query("SELECT * FROM zkpersona.behavior_activity" + table)).isEmpty();
    }
    assertCounted(ALL);
  }

  @Test
  void aTransactionSeesItsOwnAndUndoesItWhole() {
    rollup().enable();
    inputs().saveAll(drawn(10));
    try {
      manager.inTransaction(
          tx -> {
            tx.behaviorInputs().saveAll(drawn(7));
            assertThat(tx.behaviorInputs().analyticsSummary(ALL).totalInputs()).isEqualTo(17);
            assertThatThrownBy(() -> tx.behaviorInputs().activityRollup().rebuild())
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("inside a transaction");
            throw new Subject.Undo();
          });
    } catch (Subject.Undo expected) {
      // Rolled back as intended.
    }
    assertCounted(ALL);
    assertThat(rollup().isEnabled()).isTrue();
    assertThat(rollup().verify()).isZero();
  }

  @Test
  void emptyingTheTableEmptiesTheCounts() {
    rollup().enable();
    inputs().saveAll(drawn(10));
    rollup().fold();
    inputs().saveAll(drawn(10));
    database.execute("TRUNCATE zkpersona.behavior_inputs CASCADE");

    assertThat(rollup().verify()).isZero();
    assertThat(inputs().analyticsSummary(ALL).totalInputs()).isZero();
    inputs().saveAll(drawn(10));
    assertCounted(ALL);
  }

  @Test
  void whoIsDeletedOrErasedIsInNoCount() {
    rollup().enable();
    UserId deleted = draw.references().users.get(0);
    UserId erased = draw.references().users.get(1);
    for (UserId user : List.of(deleted, erased)) {
      inputs().saveAll(drawn(5).stream().map(row -> row.withUserId(user)).toList());
      rollup().fold();
      inputs().saveAll(drawn(5).stream().map(row -> row.withUserId(user)).toList());
    }
    manager.repositories().users().deleteById(deleted);
    manager.repositories().users().erase(erased);
    assertCounted(ALL);
    rollup().fold();

    assertThat(rollup().verify()).isZero();
    for (String table : List.of("behavior_activity", "behavior_activity_changes")) {
      assertThat(database.query("SELECT DISTINCT user_id::text FROM zkpersona." + table))
          .doesNotContain(deleted.value().toString(), erased.value().toString());
    }
  }

  /** With the same user, type, source and day, while the other transaction is open. */
  @Test
  void writersDoNotWaitForEachOther() {
    rollup().enable();
    BehaviorInput one = drawn();
    manager.inTransaction(
        tx -> {
          tx.behaviorInputs().save(one);
          manager
              .outsideTransaction()
              .behaviorInputs()
              .save(one.withId(BehaviorInputId.generate()));
        });
    assertThat(inputs().analyticsSummary(ALL).totalInputs()).isEqualTo(2);
  }
}
