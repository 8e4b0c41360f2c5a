package io.zkpersona.storage.behavior.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.behavior.BehaviorInputFixture;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.InputPartitionsException;
import io.zkpersona.storage.error.InputPartitionsException.Reason;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.behavior.Dependents;
import io.zkpersona.storage.repository.behavior.DroppedPartitions;
import io.zkpersona.storage.repository.behavior.InputPartition;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.repository.contract.Draw;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.Overheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The inputs' table is partitioned, and partitions are created and dropped, without losing a row.
 */
class InputPartitionsIT {

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private static final Duration TWO_DAYS = Duration.ofDays(2);
  private static final String UNCHECKED =
      "SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"
          + " AND confrelid = 'zkpersona.behavior_inputs'::regclass";

  private final BehaviorInputFixture fixture = new BehaviorInputFixture();
  private TestDatabase database;
  private DatabaseManager manager;
  private Draw draw;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
    draw = new Draw(11, new References(manager.repositories(), 5));
  }

  @AfterEach
  void close() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    manager.close();
    database.close();
  }

  private BehaviorInputRepository inputs() {
    return manager.repositories().behaviorInputs();
  }

  private InputPartitions partitions() {
    return manager.repositories().behaviorInputs().partitions();
  }

  private Instant daysAgo(int days) {
    return now.minus(days, ChronoUnit.DAYS);
  }

  /** Returns an input whose id was generated this many days ago. */
  private BehaviorInput inputOf(int daysAgo) {
    UUID fresh = BehaviorInputId.generate().value();
    long high = fresh.getMostSignificantBits() & 0xFFFF;
    UUID id =
        new UUID(
            daysAgo(daysAgo).toEpochMilli() * (1L << 16) + high, fresh.getLeastSignificantBits());
    return fixture.random(draw).withId(new BehaviorInputId(id));
  }

  private List<BehaviorInput> storedOf(int... daysAgo) {
    List<BehaviorInput> stored = new ArrayList<>();
    for (int days : daysAgo) {
      stored.add(inputs().save(inputOf(days)));
    }
    return stored;
  }

  private String partitionOf(BehaviorInput input) {
    return database.queryOne(
        "SELECT split_part(tableoid::regclass::text, '.', 2) FROM zkpersona.behavior_inputs"
            + " WHERE id = '%s'".formatted(input.id().value()));
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InputPartitionsException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining("expected: ");
  }

  /**
   * Returns the table's keys, references, checks, indexes and defaults by name, except those that
   * keep external keys unique, which differ with partitions.
   */
  private List<String> shape() {
    return database.query(
        """
        SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conparentid = 0 AND contype <> 'n'
          AND 'zkpersona.behavior_inputs'::regclass IN (conrelid, confrelid)
        UNION ALL
        SELECT replace(replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON '),
            ' UNIQUE INDEX behavior_inputs_external_key_idx ', ' INDEX behavior_inputs_external_key_idx ')
          || coalesce(obj_description(indexrelid, 'pg_class'), '')
        FROM pg_index WHERE indrelid = 'zkpersona.behavior_inputs'::regclass
        UNION ALL
        SELECT attname || format_type(atttypid, atttypmod) || attnotnull
          || coalesce(col_description(attrelid, attnum), '')
          || coalesce((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
              WHERE adrelid = attrelid AND adnum = attnum), '')
        FROM pg_attribute
        WHERE attrelid = 'zkpersona.behavior_inputs'::regclass AND attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT pg_get_triggerdef(oid) FROM pg_trigger
        WHERE tgrelid = 'zkpersona.behavior_inputs'::regclass AND NOT tgisinternal
          AND tgname NOT LIKE 'behavior\\_inputs\\_keys\\_%'
        UNION ALL
        SELECT obj_description('zkpersona.behavior_inputs'::regclass, 'pg_class')
        ORDER BY 1
        """);
  }

  @Test
  void enablingLosesNothingAndRulesStay() {
    manager.repositories().behaviorInputs().activityRollup().enable();
    List<BehaviorInput> stored =
        inputs()
            .saveAll(
                java.util.stream.Stream.generate(() -> fixture.random(draw)).limit(200).toList());
    List<String> shape = shape();
    List<String> rows =
        database.query("SELECT t::text FROM zkpersona.behavior_inputs AS t ORDER BY id");
    assertThat(partitions().isEnabled()).isFalse();
    assertThat(partitions().list()).isEmpty();

    assertThat(partitions().enable(daysAgo(3), PartitionWidth.DAY, TWO_DAYS)).isEqualTo(6);

    assertThat(partitions().isEnabled()).isTrue();
    assertThat(partitions().list()).hasSize(8);
    assertThat(shape()).isEqualTo(shape);
    assertThat(database.query("SELECT t::text FROM zkpersona.behavior_inputs AS t ORDER BY id"))
        .isEqualTo(rows);
    assertThat(
            database.query(
                "SELECT conname FROM pg_constraint WHERE conparentid = 0"
                    + " AND NOT convalidated"))
        .isEmpty();
    for (BehaviorInput input : stored) {
      assertThat(inputs().getById(input.id())).isEqualTo(input);
      assertThatThrownBy(() -> inputs().save(input))
          .isInstanceOfSatisfying(
              DuplicateEntityException.class,
              e -> {
                assertThat(e.entityType()).isEqualTo("behavior input");
                assertThat(e.field()).isEqualTo("id");
              });
    }
    assertThatThrownBy(() -> inputs().save(inputOf(0).withUserId(UserId.generate())))
        .isInstanceOf(MissingReferenceException.class)
        .hasMessageContaining("userId of behavior input");
    assertThatThrownBy(
            () ->
                manager
                    .repositories()
                    .scoringResults()
                    .save(References.score(BehaviorInputId.generate())))
        .isInstanceOf(MissingReferenceException.class)
        .hasMessageContaining("behaviorInputId");
    assertThat(manager.repositories().behaviorInputs().activityRollup().verify()).isZero();
    assertRefused(
        Reason.ENABLED_ALREADY,
        () -> partitions().enable(daysAgo(3), PartitionWidth.DAY, TWO_DAYS));
  }

  /** The remaining work needs no exclusive lock, and the next call does it. */
  @Test
  void enablingHasNotFailedWhereReferencesCanNotBeCheckedAtOnce() throws SQLException {
    storedOf(20);
    PGSimpleDataSource impatient = new PGSimpleDataSource();
    impatient.setURL(database.jdbcUrl() + "&options=-c%20lock_timeout%3D200");
    try (Connection vacuuming = database.connect()) {
      vacuuming.setAutoCommit(false);
      DataSource connections =
          Overheard.of(
              impatient,
              sql -> {
                if (sql.contains("_settle")) {
                  lockAsVacuumDoes(vacuuming);
                }
              });
      try (DatabaseManager host =
          DatabaseManager.using(connections, DatabaseConfig.forDataSource().build())) {
        InputPartitions hosts = host.repositories().behaviorInputs().partitions();

        assertThat(hosts.enable(daysAgo(10), PartitionWidth.WEEK, Duration.ofDays(3))).isPositive();

        assertThat(hosts.isEnabled()).isTrue();
        assertThat(database.query(UNCHECKED)).isNotEmpty();
        vacuuming.rollback();
      }
    }
    assertThat(partitions().prepare(PartitionWidth.WEEK, Duration.ofDays(1))).isZero();
    assertThat(database.query(UNCHECKED)).isEmpty();
  }

  private static void lockAsVacuumDoes(Connection connection) {
    try {
      Backends.execute(
          connection, "LOCK TABLE zkpersona.behavior_inputs IN SHARE UPDATE EXCLUSIVE MODE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whereAllWereDroppedNoneIsMadeForThePastThatHoldsNothing() {
    partitions().enable(daysAgo(20), PartitionWidth.DAY, TWO_DAYS);
    Instant beyond = now.plus(4, ChronoUnit.DAYS);

    assertThat(partitions().dropBefore(beyond, Dependents.DELETE).partitions()).isEqualTo(23);
    assertThat(partitions().prepare(PartitionWidth.DAY, TWO_DAYS)).isEqualTo(3);
    assertThat(partitions().dropBefore(beyond, Dependents.DELETE).partitions()).isEqualTo(3);

    List<BehaviorInput> late = storedOf(5, 2);
    assertThat(partitions().prepare(PartitionWidth.DAY, TWO_DAYS)).isEqualTo(8);
    assertThat(late).noneMatch(input -> partitionOf(input).endsWith("late"));
  }

  @Test
  void eachInputIsWhereItsIdSays() {
    partitions().enable(daysAgo(3), PartitionWidth.DAY, TWO_DAYS);
    List<BehaviorInput> stored = storedOf(9, 0, -40, 1);
    BehaviorInput random =
        inputs()
            .save(
                fixture
                    .random(draw)
                    .withId(BehaviorInputId.of("fffd3b7e-8c07-4a57-a3a6-0d2b1f1c7c55")));

    assertThat(partitionOf(stored.get(0))).isEqualTo("behavior_inputs_default");
    assertThat(partitionOf(stored.get(1))).matches("behavior_inputs_\\d{8}");
    assertThat(partitionOf(stored.get(2))).isEqualTo("behavior_inputs_late");
    assertThat(partitionOf(stored.get(3))).isNotEqualTo(partitionOf(stored.get(1)));
    assertThat(partitionOf(random)).isEqualTo("behavior_inputs_default");
  }

  @Test
  void lateInputsMoveIntoTheirPartitionWithWhatRefersToThem() {
    manager.repositories().behaviorInputs().activityRollup().enable();
    partitions().enable(daysAgo(30), PartitionWidth.WEEK, Duration.ZERO);
    BehaviorInput late = storedOf(-20).get(0);
    var score = manager.repositories().scoringResults().save(References.score(late.id()));
    assertThat(partitionOf(late)).isEqualTo("behavior_inputs_late");

    assertThat(partitions().prepare(PartitionWidth.WEEK, Duration.ofDays(25))).isPositive();

    assertThat(partitionOf(late)).matches("behavior_inputs_\\d{8}");
    assertThat(inputs().getById(late.id())).isEqualTo(late);
    assertThat(manager.repositories().scoringResults().getById(score.id())).isEqualTo(score);
    assertThat(partitions().prepare(PartitionWidth.WEEK, Duration.ofDays(25))).isZero();
    assertThat(manager.repositories().behaviorInputs().activityRollup().verify()).isZero();
    inputs().deleteById(late.id());
    assertThat(manager.repositories().scoringResults().findById(score.id())).isEmpty();
  }

  @Test
  void droppingIsRefusedWhereScoresReferAndElseEqualsDeleting() {
    manager.repositories().behaviorInputs().activityRollup().enable();
    partitions().enable(daysAgo(10), PartitionWidth.DAY, TWO_DAYS);
    List<BehaviorInput> old = storedOf(9, 8, 8, 7);
    List<BehaviorInput> kept = storedOf(20, 2, 1, 0, -40);
    Instant before = daysAgo(7).truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    var gone = manager.repositories().scoringResults().save(References.score(old.get(0).id()));
    var stays = manager.repositories().scoringResults().save(References.score(kept.get(1).id()));
    int there = partitions().list().size();

    assertThatThrownBy(() -> partitions().dropBefore(before))
        .isInstanceOf(InputPartitionsException.class)
        .hasMessageContaining("1 scoring results and 0 proofs");
    assertThat(inputs().findAllById(old.stream().map(BehaviorInput::id).toList())).hasSize(4);
    assertThat(partitions().list()).hasSize(there);

    DroppedPartitions dropped = partitions().dropBefore(before, Dependents.DELETE);

    assertThat(dropped).isEqualTo(new DroppedPartitions(4, 4, 0, 1, 0));
    assertThat(inputs().findAllById(old.stream().map(BehaviorInput::id).toList())).isEmpty();
    assertThat(inputs().findAllById(kept.stream().map(BehaviorInput::id).toList())).hasSize(5);
    assertThat(manager.repositories().scoringResults().findById(gone.id())).isEmpty();
    assertThat(manager.repositories().scoringResults().findById(stays.id())).isPresent();
    assertThat(manager.repositories().behaviorInputs().activityRollup().verify()).isZero();
    manager.repositories().behaviorInputs().activityRollup().fold();
    assertThat(manager.repositories().behaviorInputs().activityRollup().verify()).isZero();
    assertThat(partitions().dropBefore(before)).isEqualTo(new DroppedPartitions(0, 0, 0, 0, 0));
  }

  @Test
  void writersGoOnWhilePartitionsAreMadeAndDropped() throws InterruptedException {
    partitions().enable(daysAgo(30), PartitionWidth.DAY, Duration.ZERO);
    AtomicInteger turn = new AtomicInteger();
    Together.values(
        Together.run(
            5,
            () -> {
              int mine = turn.getAndIncrement();
              for (int i = 1; i <= 10; i++) {
                if (mine == 0) {
                  partitions().dropBefore(daysAgo(30 - 2 * i));
                } else if (mine <= 2) {
                  partitions().prepare(PartitionWidth.DAY, Duration.ofDays(i));
                } else {
                  inputs().save(References.input());
                }
              }
              return mine;
            }));

    assertThat(inputs().count()).isEqualTo(20 + draw.references().inputs.size());
    List<InputPartition> dated =
        partitions().list().stream().filter(part -> part.startsAt() != null).toList();
    for (int i = 1; i < dated.size(); i++) {
      assertThat(dated.get(i).startsAt()).isEqualTo(dated.get(i - 1).endsAt());
    }
    assertThat(dated.get(dated.size() - 1).endsAt()).isAfter(now.plus(10, ChronoUnit.DAYS));
  }

  @Test
  void whatCanNotBeIsRefusedByName() {
    assertRefused(Reason.NOT_ENABLED, () -> partitions().prepare(PartitionWidth.DAY, TWO_DAYS));
    assertRefused(Reason.NOT_ENABLED, () -> partitions().dropBefore(now));
    database.execute("CREATE VIEW public.theirs AS SELECT id FROM zkpersona.behavior_inputs");
    assertThatThrownBy(() -> partitions().enable(now, PartitionWidth.DAY, TWO_DAYS))
        .isInstanceOfSatisfying(
            InputPartitionsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIED))
        .hasMessageContaining("theirs");
    assertThat(partitions().isEnabled()).isFalse();
    assertThatThrownBy(
            () -> partitions().enable(now.plus(9, ChronoUnit.DAYS), PartitionWidth.DAY, TWO_DAYS))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("from: ");
    assertThatThrownBy(() -> partitions().prepare(PartitionWidth.DAY, Duration.ofDays(501)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("ahead: ");
    manager.inTransaction(
        tx -> {
          assertThatThrownBy(() -> tx.behaviorInputs().partitions().dropBefore(now))
              .isInstanceOf(TransactionException.class);
        });
  }
}
