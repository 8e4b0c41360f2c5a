package io.zkpersona.storage.behavior.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.behavior.BehaviorAnalyticsIT;
import io.zkpersona.storage.behavior.BehaviorInputFixture;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.behavior.ActivityRollup;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rollup while many rows are written at once, in batches and by COPY. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivityRollupBulkIT {

  private static final Instant FIRST_DAY = Instant.parse("2024-02-28T00:00:00Z");
  private static final int DAYS = 4;
  private static final BulkOptions ATOMIC = BulkOptions.atomic();

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
  void startEmptyAndSwitchedOn() {
    rollup().disable();
    Rows.deleteAll(database);
    draw = new Draw(29, new References(manager.repositories(), fixture.fixturesBefore()));
    rollup().enable();
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

  private BehaviorInput drawn() {
    return fixture
        .random(draw)
        .withExternalKey(null)
        .withTimestamp(FIRST_DAY.plus(draw.below(DAYS * 24 * 60), ChronoUnit.MINUTES));
  }

  private List<BehaviorInput> drawn(int count) {
    return new ArrayList<>(Stream.generate(this::drawn).limit(count).toList());
  }

  /** Asserts that the rollup equals the rows: in total, by user, and by whole days. */
  private void assertCounted() {
    List<BehaviorInput> rows = inputs().findAll();
    List<BehaviorInputFilter> filters = new ArrayList<>(List.of(BehaviorInputFilter.none()));
    for (int day = 0; day < DAYS; day++) {
      Instant start = FIRST_DAY.plus(day, ChronoUnit.DAYS);
      filters.add(
          BehaviorInputFilter.builder()
              .userId(draw.of(draw.references().users))
              .startDate(start)
              .endDate(start.plus(2, ChronoUnit.DAYS))
              .build());
    }
    for (BehaviorInputFilter filter : filters) {
      assertThat(inputs().analyticsSummary(filter))
          .isEqualTo(
              BehaviorAnalyticsIT.expected(
                  rows.stream().filter(row -> fixture.matches(filter, row)).toList()));
    }
    assertThat(rollup().verify()).isZero();
  }

  private BulkOptions options(int round) {
    return round == 0 ? ATOMIC : BulkOptions.committing(130);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 400})
  void everyBulkCallIsCountedExactly(int count) {
    for (int round = 0; round < 2; round++) {
      BulkOptions options = options(round);
      List<BehaviorInput> first = inputs().saveAll(drawn(count));
      inputs().saveAll(drawn(count), options);
      inputs().createAll(drawn(count).stream().map(fixture::createRequest)::iterator, options);
      assertCounted();

      inputs()
          .updateAll(first.stream().map(row -> fixture.changed(row, drawn())).toList(), options);
      assertCounted();
      rollup().fold();

      List<BehaviorInput> mixed = drawn(count);
      first.forEach(row -> mixed.add(drawn().withId(row.id())));
      Collections.shuffle(mixed, new Random(count));
      inputs().upsertAll(mixed, options);
      assertCounted();

      mixed.addAll(drawn(count));
      BulkResult absent = inputs().insertAbsent(mixed, options);
      assertThat(absent.inserted()).isEqualTo(count);
      assertThat(absent.present()).isEqualTo(2L * count);
      assertCounted();

      List<BehaviorInputId> gone =
          mixed.stream().map(BehaviorInput::id).filter(id -> draw.bool()).toList();
      assertThat(inputs().deleteAllById(gone, options).deleted()).isEqualTo(gone.size());
      assertCounted();
      rollup().fold();
      assertCounted();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 400})
  void whatIsRefusedIsNotCounted(int count) {
    BehaviorInput stored = inputs().saveAll(drawn(count)).get(0);
    List<BehaviorInput> spoilt = drawn(count);
    spoilt.add(stored);

    assertThatThrownBy(() -> inputs().saveAll(spoilt, ATOMIC))
        .isInstanceOf(DuplicateEntityException.class);

    assertCounted();
    assertThat(inputs().count()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 400})
  void aGroupCommitIsCountedOnce(int count) {
    List<BehaviorInput> rows = drawn(count);
    rows.add(rows.get(count / 2));
    try (GroupCommitWriter<BehaviorInput, BehaviorInputId> writer =
        inputs().groupCommit(GroupCommitOptions.defaults())) {
      assertThat(rows.stream().map(writer::saveAsync).toList()).hasSize(count + 1);
    }

    assertCounted();
    assertThat(inputs().count()).isEqualTo(count);
  }
}
