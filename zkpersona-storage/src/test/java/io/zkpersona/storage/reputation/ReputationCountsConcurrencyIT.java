package io.zkpersona.storage.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.PrivacySettings;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.ReputationCounts;
import io.zkpersona.storage.repository.contract.Subject;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The counts are exact under concurrent writes at any isolation, and no writer waits for them. */
class ReputationCountsConcurrencyIT {

  private static final int WRITERS = 8;
  private static final int ROUNDS = 40;
  private static final ScoringCategory CATEGORY = ScoringCategory.OVERALL;
  private static final ScoringPeriod PERIOD = ScoringPeriod.CURRENT;

  private static final List<Isolation> ISOLATIONS =
      List.of(Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ, Isolation.SERIALIZABLE);

  private static final String MAKE_PUBLIC =
      "UPDATE zkpersona.users SET privacy_settings = jsonb_set(privacy_settings,"
          + " '{public_profile}', '%s') WHERE id = '%s'";
  private static final String RECORD =
      "INSERT INTO zkpersona.reputation_records (user_id, reputation_score, is_public)"
          + " VALUES ('%s', 50, true)";

  /** After it, the first random number of a session is one with which a writer counts. */
  private static final String CHANCE =
      "SELECT setseed(seed) FROM generate_series(0.0, 1.0, 0.001) AS seed"
          + " WHERE setseed(seed) IS NOT NULL AND random() < 0.01 LIMIT 1";

  private TestDatabase database;
  private DatabaseManager manager;
  private List<UserId> users;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(database.config().maxConnections(WRITERS + 2).build());
    users =
        Stream.generate(
                () ->
                    manager
                        .repositories()
                        .users()
                        .save(
                            User.builder()
                                .privacySettings(
                                    PrivacySettings.builder().publicProfile(true).build())
                                .build())
                        .id())
            .limit(20)
            .toList();
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  private ReputationCounts counts() {
    return manager.repositories().reputationRecords().counts();
  }

  private void assertExact() {
    assertThat(counts().verify()).isZero();
    counts().fold();
    assertThat(counts().fold()).isZero();
    assertThat(counts().verify()).isZero();
  }

  @Test
  void writersOfEveryKindAtEveryIsolationLeaveExactCounts() throws InterruptedException {
    AtomicInteger seed = new AtomicInteger();

    Together.values(
        Together.run(
            WRITERS,
            () -> {
              Random random = new Random(seed.incrementAndGet());
              for (int i = 0; i < ROUNDS; i++) {
                Isolation isolation = ISOLATIONS.get(random.nextInt(ISOLATIONS.size()));
                try {
                  manager.inTransaction(
                      TransactionOptions.defaults().isolation(isolation),
                      tx -> {
                        write(tx, random);
                        write(tx, random);
                        if (random.nextInt(5) == 0) {
                          throw new Subject.Undo();
                        }
                      });
                } catch (Subject.Undo | TransactionException e) {
                  // Rolled back, or not serializable.
                } catch (DuplicateEntityException
                    | EntityNotFoundException
                    | StaleEntityException e) {
                  // A concurrent writer was faster.
                }
                if (random.nextInt(10) == 0) {
                  counts().fold();
                }
              }
              return true;
            }));

    assertExact();
  }

  private void write(Repositories tx, Random random) {
    UserId user = users.get(random.nextInt(users.size()));
    switch (random.nextInt(6)) {
      case 0 -> {
        User stored = tx.users().getById(user);
        tx.users()
            .update(
                stored.withPrivacySettings(
                    PrivacySettings.builder()
                        .publicProfile(!stored.privacySettings().publicProfile())
                        .build()));
      }
      case 1 ->
          tx.reputationRecords()
              .inForce(user, CATEGORY, PERIOD)
              .ifPresent(record -> tx.reputationRecords().deleteById(record.id()));
      case 2 -> tx.reputationRecords().standing(user, CATEGORY, PERIOD);
      default ->
          tx.reputationRecords()
              .record(
                  RecordReputationRequest.builder()
                      .userId(user)
                      .reputationScore(BigDecimal.valueOf(random.nextInt(101)))
                      .isPublic(random.nextInt(4) > 0)
                      .build());
    }
  }

  /** The transactions do not see each other; a shared row would make one of them fail. */
  @ParameterizedTest
  @CsvSource({
    "READ COMMITTED, false, false",
    "READ COMMITTED, false, true",
    "REPEATABLE READ, false, false",
    "REPEATABLE READ, true, true",
    "SERIALIZABLE, false, false",
    "SERIALIZABLE, false, true"
  })
  void aProfileThatIsHiddenWhileARecordIsWrittenIsCountedAsItIs(
      String isolation, boolean folded, boolean counting) throws Exception {
    String user = users.get(0).value().toString();
    try (Connection one = database.connect();
        Connection other = database.connect()) {
      for (Connection connection : List.of(one, other)) {
        connection.setAutoCommit(false);
        Backends.execute(connection, "SET TRANSACTION ISOLATION LEVEL " + isolation);
        Backends.execute(connection, counting ? CHANCE : "SELECT 1");
      }
      Backends.execute(one, RECORD.formatted(user));
      one.commit();
      if (folded) {
        counts().fold();
      }
      Backends.execute(other, MAKE_PUBLIC.formatted(false, user));
      other.commit();
    }
    assertThat(manager.repositories().reputationRecords().standing(users.get(0), CATEGORY, PERIOD))
        .isEmpty();
    assertExact();
    database.execute(MAKE_PUBLIC.formatted(true, user));
    assertThat(manager.repositories().reputationRecords().standing(users.get(0), CATEGORY, PERIOD))
        .isPresent();
    assertExact();
  }

  /** More rows are removed than the transaction sees, and than it can note one by one. */
  @ParameterizedTest
  @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
  void recordsThatGoAllAtOnceAreNotCounted(String isolation) throws Exception {
    try (Connection one = database.connect()) {
      one.setAutoCommit(false);
      Backends.execute(one, "SET TRANSACTION ISOLATION LEVEL " + isolation);
      Backends.execute(one, "SELECT count(*) FROM zkpersona.users");
      database.execute(RECORD.formatted(users.get(0).value()));
      counts().fold();
      Backends.execute(one, "TRUNCATE zkpersona.reputation_records");
      one.commit();
    }
    assertThat(counts().verify()).isZero();
    database.execute(RECORD.formatted(users.get(1).value()));
    assertThat(manager.repositories().reputationRecords().standing(users.get(1), CATEGORY, PERIOD))
        .hasValueSatisfying(found -> assertThat(found.total()).isOne());
    assertExact();
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.reputation_standings"))
        .isEqualTo("1");
  }

  @Test
  void nobodyWaitsForWhoeverCounts() throws Exception {
    String user = users.get(0).value().toString();
    try (Connection counting = database.connect()) {
      counting.setAutoCommit(false);
      Backends.execute(counting, RECORD.formatted(user));
      Backends.execute(counting, "SELECT zkpersona.reputation_counts_fold(false, 10)");

      OwnThreads.run(
              () -> {
                for (UserId each : users.subList(1, 10)) {
                  database.execute(RECORD.formatted(each.value()));
                  database.execute(MAKE_PUBLIC.formatted(false, each.value()));
                }
                assertThat(counts().fold()).isZero();
                assertThat(counts().verify()).isZero();
              })
          .get(30, TimeUnit.SECONDS);
      counting.rollback();
    }
    assertThat(counts().verify()).isZero();
    assertExact();
  }
}
