package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server caches its plans of a user's pages regardless of the user, so they must suit every
 * user: the index is read in page order, from the start of the page. Other plans look cheaper for
 * small tables with about a page per user, or for few users with many rows. Runs on the newest
 * server only, because the oldest cannot explain without values.
 */
@NewestServerOnly
class UserPagesIT {

  /** The driver prepares at the fifth call, and the server tries five custom plans. */
  private static final int ENOUGH_TO_KEEP_A_PLAN = 15;

  private static final int ROWS = 10_000;
  private static final int LIMIT = 8;
  private static final Instant EARLY = Instant.EPOCH;
  private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

  private static final int REPOSITORIES = 5;

  /** Four first pages with no bound, either or both; two next and two previous pages. */
  private static final int STATEMENTS = 4 + 2 + 2;

  /** Two at each end of the range. With a third, reading might start at the wrong one. */
  private static final int ROWS_COMPARED = 4;

  @ParameterizedTest
  @ValueSource(ints = {10, 30, 1_000})
  void areReadInTheirOrderFromOneIndex(int usersRows) throws SQLException {
    try (TestDatabase database = TestDatabase.migrated()) {
      FilledTables.fill(database, ROWS, ROWS, usersRows);
      try (DatabaseManager manager = database.open();
          Connection own = database.connect();
          // EXPLAIN without values must be sent without parameters.
          Connection simple =
              DriverManager.getConnection(database.jdbcUrl() + "&preferQueryMode=simple")) {
        Repositories repositories = manager.repositoriesOn(own);
        // In the middle, where a custom plan would look cheapest.
        UserId user = new UserId(FilledTables.id(1, ROWS / usersRows / 2));
        for (int call = 0; call < ENOUGH_TO_KEEP_A_PLAN; call++) {
          read(repositories, user, null, null);
          read(repositories, user, EARLY, null);
          read(repositories, user, null, LATE);
          read(repositories, user, EARLY, LATE);
        }

        List<String> kept =
            rows(own, "SELECT statement FROM pg_prepared_statements WHERE generic_plans > 0");
        assertThat(kept).hasSize(REPOSITORIES * STATEMENTS);
        for (String statement : kept) {
          String plan = String.join("\n", rows(simple, "EXPLAIN (GENERIC_PLAN) " + statement));
          assertThat(plan)
              .startsWith("Limit")
              .containsPattern("\n  ->  Index Scan .*using [a-z_]+_user_id_[a-z_]+_id_idx")
              .containsPattern("Index Cond: .*ROW.* AND .*ROW")
              .doesNotContain("Filter");
          assertThat(plan.split("ROW\\(", -1)).as(plan).hasSize(ROWS_COMPARED + 1);
        }
      }
    }
  }

  private static void read(
      Repositories repositories, UserId user, @Nullable Instant from, @Nullable Instant until) {
    read(
        repositories.behaviorSessions(),
        BehaviorSessionFilter.builder().userId(user).startDate(from).endDate(until).build());
    read(
        repositories.behaviorInputs(),
        BehaviorInputFilter.builder().userId(user).startDate(from).endDate(until).build());
    read(
        repositories.scoringResults(),
        ScoringResultFilter.builder().userId(user).startDate(from).endDate(until).build());
    read(
        repositories.zkProofs().headers(),
        ZkProofFilter.builder().userId(user).startDate(from).endDate(until).build());
    read(
        repositories.reputationRecords(),
        ReputationFilter.builder().userId(user).startDate(from).endDate(until).build());
  }

  private static <E, F> void read(FilterablePaginatedRepository<E, F> repository, F filter) {
    SliceParams params = SliceParams.builder().limit(LIMIT).build();
    Slice<E> first = repository.findSlice(filter, params);
    Slice<E> second =
        repository.findSlice(filter, params.withCursor(first.nextCursor().orElseThrow()));
    Slice<E> back =
        repository.findSlice(filter, params.withCursor(second.previousCursor().orElseThrow()));
    assertThat(back.items()).isEqualTo(first.items()).hasSize(LIMIT);
    assertThat(repository.findPage(filter, PaginationParams.builder().limit(LIMIT).build()).items())
        .isEqualTo(first.items());
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
}
