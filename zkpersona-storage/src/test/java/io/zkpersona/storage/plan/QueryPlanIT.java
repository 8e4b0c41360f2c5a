package io.zkpersona.storage.plan;

import static io.zkpersona.storage.plan.RepositoryCalls.USER;
import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.NewestServerOnly;
import io.zkpersona.storage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The server's plan of every query of every repository, on tables of a million rows each. Reading a
 * table from end to end is an error; what does so on purpose is listed. On the newest server only:
 * the plans are about the indexes, which are the same on all.
 */
@NewestServerOnly
class QueryPlanIT {

  private static final Pattern SCAN_OF_A_TABLE = Pattern.compile("Seq Scan on ([a-z_]+)");

  /** What is there to read, or to delete, a whole table. */
  private static final Set<String> READS_EVERYTHING =
      Set.of("findAll()", "count()", "deleteEverything()", "verify()");

  /** Repositories of tables that stay small. */
  private static final Set<String> SMALL =
      Set.of("RoleRepository", "PermissionRepository", "SponsorRepository");

  /** The driver prepares at the fifth call, and the server tries five plans for their values. */
  private static final int ENOUGH_TO_KEEP_A_PLAN = 15;

  private static Set<String> large;
  private static TestDatabase database;
  private static DatabaseManager manager;
  private static Connection connection;
  private static ExplainingConnection explaining;
  private static final Recorder RECORDER = new Recorder();

  @BeforeAll
  static void fill() throws SQLException {
    database = TestDatabase.migrated();
    MillionRows.fill(database);
    large =
        Set.copyOf(
            database.query(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= "
                    + MillionRows.FEWER));
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

  /** The server may keep these plans whoever the user is, as no other would be better. */
  @Test
  void aUsersPagesAreReadInTheirOrderFromOneIndexWhoeverTheUserIs() throws SQLException {
    try (Connection own = database.connect();
        // What is explained without values must be sent without any.
        Connection simple =
            DriverManager.getConnection(database.jdbcUrl() + "&preferQueryMode=simple")) {
      Repositories repositories = manager.repositoriesOn(own);
      for (int call = 0; call < ENOUGH_TO_KEEP_A_PLAN; call++) {
        pages(
            repositories.behaviorSessions(),
            BehaviorSessionFilter.builder().userId(USER).startDate(EPOCH).build());
        pages(
            repositories.behaviorInputs(),
            BehaviorInputFilter.builder().userId(USER).startDate(EPOCH).build());
        pages(
            repositories.scoringResults(),
            ScoringResultFilter.builder().userId(USER).startDate(EPOCH).build());
        pages(
            repositories.zkProofs(), ZkProofFilter.builder().userId(USER).startDate(EPOCH).build());
        pages(
            repositories.reputationRecords(),
            ReputationFilter.builder().userId(USER).startDate(EPOCH).build());
      }
      List<String> kept =
          rows(own, "SELECT statement FROM pg_prepared_statements WHERE generic_plans > 0");
      assertThat(kept).hasSize(5);
      for (String statement : kept) {
        String plan =
            String.join("\n", rows(simple, "EXPLAIN (GENERIC_PLAN, COSTS OFF) " + statement));
        assertThat(plan)
            .containsPattern(
                "Limit\n +-> +Index Scan Backward using [a-z_]+_user_id_[a-z_]+_id_idx");
      }
    }
  }

  private static <E, F> void pages(FilterablePaginatedRepository<E, F> repository, F filter) {
    repository.findPage(filter, PaginationParams.firstPage());
    repository.findSlice(filter, SliceParams.firstSlice());
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
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
