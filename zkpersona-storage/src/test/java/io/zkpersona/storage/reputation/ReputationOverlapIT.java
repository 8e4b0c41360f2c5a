package io.zkpersona.storage.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plain SQL, at any isolation, cannot put two active records of one user, category and period in
 * force at one instant, and the cost of the check does not grow with the table.
 */
class ReputationOverlapIT {

  private static final String OVERLAPS = "23P01";
  private static final String CONFLICT = "40001";

  private static TestDatabase database;

  private String user;

  @BeforeAll
  static void migrate() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void aNewUser() {
    user = newUser();
  }

  private static String newUser() {
    return database.queryOne(
        "INSERT INTO zkpersona.users (id) VALUES (gen_random_uuid()) RETURNING id");
  }

  private static String insert(String user, String from, String until) {
    return """
        INSERT INTO zkpersona.reputation_records (user_id, reputation_score, effective_from, effective_until)
        VALUES ('%s', 1, '%s', %s)
        """
        .formatted(user, from, until == null ? "NULL" : "'" + until + "'");
  }

  /** The constraint compares categories and periods by a hash. */
  @Test
  void everyCategoryAndPeriodHasAHashOfItsOwn() {
    String different =
        database.queryOne(
            """
            SELECT count(DISTINCT hashtextextended(period COLLATE "C",
              hashtextextended(category COLLATE "C", 0)) & 18014398509481983)
            FROM unnest('{%s}'::text[]) AS category, unnest('{%s}'::text[]) AS period
            """
                .formatted(list(ScoringCategory.values()), list(ScoringPeriod.values())));

    assertThat(different)
        .isEqualTo(String.valueOf(ScoringCategory.values().length * ScoringPeriod.values().length));
  }

  private static String list(Enum<?>[] constants) {
    return Arrays.stream(constants)
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  private static void assertOverlaps(String statement) {
    try (Connection connection = database.connect()) {
      assertThatThrownBy(() -> Backends.execute(connection, statement))
          .satisfies(refused -> assertThat(state(refused)).isEqualTo(OVERLAPS));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String state(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e) {
        return e.getSQLState();
      }
    }
    throw new AssertionError(failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
  void oneOfTwoTransactionsIsRefused(String isolation) throws Exception {
    try (Connection one = database.connect();
        Connection other = database.connect()) {
      for (Connection connection : List.of(one, other)) {
        connection.setAutoCommit(false);
        Backends.execute(connection, "SET TRANSACTION ISOLATION LEVEL " + isolation);
        Backends.execute(connection, "SELECT count(*) FROM zkpersona.reputation_records");
      }
      Backends.execute(one, insert(user, "2024-01-01", null));
      CompletableFuture<String> refused =
          OwnThreads.supply(
              () -> {
                try {
                  Backends.execute(other, insert(user, "2024-02-01", "2024-03-01"));
                  return "none";
                } catch (Exception | AssertionError e) {
                  return state(e);
                }
              });
      Backends.awaitWaiting(database, 1);
      one.commit();

      assertThat(refused.join()).isIn(Set.of(OVERLAPS, CONFLICT));
    }
    assertThat(
            database.queryOne(
                "SELECT count(*) FROM zkpersona.reputation_records WHERE user_id = '%s'"
                    .formatted(user)))
        .isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-05-06 07:08:09.000001, 2024-05-06 07:08:09.000002, 2024-05-06 07:08:09.000003",
    "0044-03-15 12:00 BC, 0100-01-01, 1969-12-31 23:59:59.999999",
    "2109-12-31, 3000-01-01, 9999-12-31",
    "1960-01-01, 2500-01-01, 294275-12-31"
  })
  void anyTimeCounts(String from, String middle, String until) {
    database.execute(insert(user, from, middle));
    database.execute(insert(user, middle, until));
    for (String[] times :
        new String[][] {{from, until}, {from, null}, {middle, null}, {from, middle}}) {
      assertOverlaps(insert(user, times[0], times[1]));
    }
    database.execute(insert(user, until, null));
    assertOverlaps(insert(user, "294275-12-31 12:00", null));
    assertOverlaps(
        "UPDATE zkpersona.reputation_records SET effective_until = NULL WHERE user_id = '%s'"
            .formatted(user));
  }

  /** The coarse range has the same hash for two of the users. */
  @Test
  void usersThatTheCoarseRangeCanNotTellApartDoNotMeet() {
    List<String> users =
        database.query(
            """
            INSERT INTO zkpersona.users (id)
            SELECT id
            FROM (
              SELECT id, count(*) OVER (PARTITION BY uuid_hash_extended(id, 0) & 2097151) AS alike
              FROM (SELECT md5(n::text)::uuid AS id FROM generate_series(1, 20000) AS n) AS drawn) AS counted
            WHERE alike > 1
            ORDER BY uuid_hash_extended(id, 0) & 2097151 LIMIT 2
            RETURNING id
            """);
    assertThat(users).hasSize(2);
    for (String one : users) {
      database.execute(insert(one, "2024-01-01", null));
    }
    for (String one : users) {
      assertOverlaps(insert(one, "2024-01-02", null));
    }
  }

  @Test
  void categoriesPeriodsAndInactiveRecordsDoNotMeetEither() {
    database.execute(
        """
        INSERT INTO zkpersona.reputation_records
          (user_id, reputation_score, scoring_category, scoring_period, status, effective_from)
        SELECT '%s', 1, category, period, status, '2024-01-01'
        FROM unnest(ARRAY['overall', 'defi', 'nft']) AS category,
          unnest(ARRAY['current', 'daily']) AS period, unnest(ARRAY['active', 'archived']) AS status
        """
            .formatted(user));
    assertOverlaps(
        "UPDATE zkpersona.reputation_records SET status = 'active' WHERE user_id = '%s'"
            .formatted(user));
  }

  /**
   * Ids grow, and times grow within each chain, as in production, which may suit a tree badly. The
   * other indexes are not examined and are dropped.
   */
  @Test
  void aRecordTouchesNoMorePagesInALargeTable() {
    try (TestDatabase growing = TestDatabase.migrated()) {
      growing.execute(
          """
          INSERT INTO zkpersona.users (id)
          SELECT lpad(to_hex(n), 32, '0')::uuid FROM generate_series(1, 30000) AS n;
          ALTER TABLE zkpersona.reputation_records DROP CONSTRAINT reputation_records_pkey;
          DO $$ DECLARE dropped regclass; BEGIN
            FOR dropped IN
              SELECT indexrelid FROM pg_index
              WHERE indrelid = 'zkpersona.reputation_records'::regclass AND NOT indisexclusion
            LOOP EXECUTE 'DROP INDEX ' || dropped; END LOOP;
          END $$
          """);
      grow(growing, 1, 2_000);
      double few = pages(growing, 2_001);
      grow(growing, 2_101, 29_000);
      double many = pages(growing, 29_001);

      assertThat(many).isLessThan(few * 1.5);
    }
  }

  private static void grow(TestDatabase growing, int from, int until) {
    growing.execute(records(from, until, 0));
    growing.execute(records(from, until, 1));
  }

  private static String records(int from, int until, int day) {
    return """
        INSERT INTO zkpersona.reputation_records (user_id, reputation_score, effective_from, effective_until)
        SELECT lpad(to_hex(n), 32, '0')::uuid, 1, timestamptz '2024-01-01' + %d * interval '1 day',
          CASE WHEN %d = 0 THEN timestamptz '2024-01-02' END
        FROM generate_series(%d, %d) AS n
        """
        .formatted(day, day, from, until);
  }

  private static double pages(TestDatabase growing, int from) {
    return growing.query("EXPLAIN (ANALYZE, BUFFERS) " + records(from, from + 99, 1)).stream()
        .filter(line -> line.contains("Buffers: shared hit="))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*hit=(\\d+).*", "$1")))
        .findFirst()
        .orElseThrow();
  }
}
