package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The server's plan of every query of every repository, on 160,000 inputs and 100,000 rows in each
 * other growing table. A sequential scan is an error, except for the listed methods. Runs on the
 * newest server only, because the plans depend on indexes that are the same on all.
 */
@NewestServerOnly
class QueryPlanIT {

  static final int INPUTS = 160_000;
  static final int ROWS = 100_000;
  private static final Pattern SCAN_OF_A_TABLE = Pattern.compile("Seq Scan on ([a-z_]+)");

  /**
   * Makes the trigger refuse an update of the library without a stamp; cascades of keys are exempt.
   */
  private static final String NO_STAMP =
      """
      CREATE OR REPLACE FUNCTION zkpersona.zkpersona_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF pg_trigger_depth() = 1 THEN
          RAISE EXCEPTION 'an update of % leaves mtime as it is', TG_TABLE_NAME;
        END IF;
        RETURN NEW;
      END $$
      """;

  /** Methods meant to read or delete a whole table. */
  private static final Set<String> READS_EVERYTHING =
      Set.of(
          "findAll()",
          "count()",
          "deleteEverything()",
          "verify()",
          "stream()",
          "verify(long, long)",
          "distribution(ScoringCategory, ScoringPeriod, Instant)");

  /** Repositories of small tables. */
  private static final Set<String> SMALL =
      Set.of("RoleRepository", "PermissionRepository", "SponsorRepository");

  private static Set<String> large;
  private static TestDatabase database;
  private static DatabaseManager manager;
  private static Connection connection;
  private static ExplainingConnection explaining;
  private static final Recorder RECORDER = new Recorder();

  @BeforeAll
  static void fill() throws SQLException {
    database = TestDatabase.migrated();
    FilledTables.fill(database, INPUTS, ROWS, 1);
    database.execute(NO_STAMP);
    large =
        Set.copyOf(
            database.query(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= "
                    + ROWS / FilledTables.FEWER));
    manager = database.open();
    connection = database.connect();
    connection.setAutoCommit(false);
    explaining = new ExplainingConnection(connection);
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
    manager.close();
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> noQueryReadsATableFromEndToEnd() {
    Repositories repositories =
        RECORDER.recording(Repositories.class, manager.repositoriesOn(explaining.proxy()));
    Stream<DynamicTest> calls =
        RepositoryCalls.all().all().entrySet().stream()
            .map(
                call ->
                    DynamicTest.dynamicTest(
                        call.getKey(), () -> explain(repositories, call.getValue())));
    return Stream.concat(
        calls,
        Stream.of(
            DynamicTest.dynamicTest("every method was asked", QueryPlanIT::everythingWasAsked)));
  }

  private static void explain(Repositories repositories, Consumer<Repositories> call)
      throws SQLException {
    explaining.takePlans();
    try {
      call.accept(repositories);
    } finally {
      connection.rollback();
    }
    List<String> plans = explaining.takePlans();
    assertThat(plans).isNotEmpty();
    assertThat(plans).allSatisfy(plan -> assertThat(scanned(plan)).as(plan).isEmpty());
  }

  private static List<String> scanned(String plan) {
    return SCAN_OF_A_TABLE
        .matcher(plan)
        .results()
        .map(scan -> scan.group(1))
        .filter(large::contains)
        .toList();
  }

  private static void everythingWasAsked() {
    Set<String> missing = RECORDER.neverCalled(Repositories.class);
    missing.removeIf(name -> READS_EVERYTHING.contains(name.substring(name.indexOf('.') + 1)));
    missing.removeIf(name -> SMALL.contains(name.substring(0, name.indexOf('.'))));
    assertThat(missing).isEmpty();
  }
}
