package io.zkpersona.storage.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Queries about reputation are answered from indexes, however many rows are stored. */
@NewestServerOnly
class ReputationPlansIT {

  /** Enough calls for the server to use a generic plan. */
  private static final int TIMES = 12;

  private static final String SCANNED =
      "SELECT relname || ' ' || seq_scan FROM pg_stat_user_tables WHERE relname IN"
          + " ('users', 'reputation_records', 'zk_proofs') ORDER BY 1";
  private static final String USED =
      "SELECT indexrelname FROM pg_stat_user_indexes WHERE idx_scan > 0 ORDER BY 1";

  /** So long that reading a tenth of it would look more expensive than planning at every call. */
  private static final String LONG_BOARD =
      """
      SET session_replication_role = replica;
      INSERT INTO zkpersona.users (privacy_settings)
      SELECT '{"data_sharing": false, "public_profile": true}' FROM generate_series(1, 30000);
      INSERT INTO zkpersona.reputation_records (user_id, reputation_score, effective_from, is_public)
      SELECT id, random() * 100, now() - interval '1 day', true FROM zkpersona.users
      """;

  private static final String SESSIONS =
      "SELECT pid FROM pg_stat_activity"
          + " WHERE datname = current_database() AND backend_type = 'client backend'";

  private static final String PLANS_OF_BOARD =
      "SELECT (generic_plans > 0)::text || ' ' || custom_plans FROM pg_prepared_statements"
          + " WHERE statement LIKE '%board%'";

  @Test
  void noTableIsReadAsAWhole() {
    try (TestDatabase database = TestDatabase.migrated()) {
      load(database);
      List<String> before = database.query(SCANNED);
      assertThat(before).hasSize(3);

      // Sessions report their statistics when they end, at the latest, which is after the close.
      List<String> others = database.query(SESSIONS);
      try (DatabaseManager manager = database.open()) {
        UserId user =
            new UserId(
                UUID.fromString(
                    database.queryOne(
                        "SELECT user_id FROM zkpersona.reputation_records WHERE"
                            + " reputation_score = 50 AND is_public ORDER BY id LIMIT 1")));
        before = database.query(SCANNED);
        ReputationRecordRepository records = manager.repositories().reputationRecords();
        for (int i = 0; i < TIMES; i++) {
          ask(records, user);
        }
      }

      Eventually.holds(
          "the end of the sessions", () -> others.containsAll(database.query(SESSIONS)));
      assertThat(database.query(USED))
          .contains(
              "reputation_records_chain_idx",
              "reputation_records_leaderboard_idx",
              "reputation_records_leaderboard_ending_idx",
              "users_public_id_idx");
      assertThat(database.query(SCANNED)).isEqualTo(before);
    }
  }

  @Test
  void theServerPlansALeaderboardOnceForAllItsCalls() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated()) {
      database.execute(LONG_BOARD);
      database.execute("VACUUM ANALYZE zkpersona.users");
      database.execute("VACUUM ANALYZE zkpersona.reputation_records");
      try (DatabaseManager manager = database.open();
          Connection connection = database.connect()) {
        ReputationRecordRepository records = manager.repositoriesOn(connection).reputationRecords();
        for (int i = 0; i < TIMES; i++) {
          List<LeaderboardEntry> top =
              records.leaderboard(ScoringCategory.OVERALL, ScoringPeriod.CURRENT, 10);
          records.leaderboardAfter(top.get(9), ScoringCategory.OVERALL, ScoringPeriod.CURRENT, 10);
        }

        // The server tries plans for the actual values five times.
        assertThat(plans(connection)).containsExactly("true 5", "true 5");
      }
    }
  }

  private static List<String> plans(Connection connection) throws SQLException {
    List<String> plans = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(PLANS_OF_BOARD)) {
      while (rows.next()) {
        plans.add(rows.getString(1));
      }
    }
    return plans;
  }

  private static void ask(ReputationRecordRepository records, UserId user) {
    ScoringCategory category = ScoringCategory.OVERALL;
    ScoringPeriod period = ScoringPeriod.CURRENT;
    var top = records.leaderboard(category, period, 10);
    assertThat(top).hasSize(10);
    assertThat(records.leaderboardAfter(top.get(9), category, period, 10)).hasSize(10);
    assertThat(records.standing(user, category, period)).isPresent();
    assertThat(records.inForce(user, category, period)).isPresent();
    assertThat(records.inForce(user)).isNotEmpty();
    assertThat(records.asOf(user, category, period, Instant.EPOCH)).isEmpty();
    assertThat(records.history(user, category, period, null, null)).isNotEmpty();
    assertThat(records.trend(user, category, period, null, null)).isNotEmpty();
    assertThat(records.summary(user).overallScore()).isNotNull();
    assertThat(records.publicProfile(user)).isPresent();
    records.record(
        RecordReputationRequest.builder()
            .userId(user)
            .reputationScore(BigDecimal.ONE)
            .isPublic(true)
            .build());
  }

  /** Loads users, one in ten with a public profile, each with a chain of three and a proof. */
  private static void load(TestDatabase database) {
    database.execute(
        """
        INSERT INTO zkpersona.users (privacy_settings)
        SELECT jsonb_build_object('data_sharing', false, 'public_profile', n % 10 = 0)
        FROM generate_series(1, 20000) AS n;
        INSERT INTO zkpersona.reputation_records
          (user_id, reputation_score, effective_from, effective_until, is_public)
        SELECT id, CASE WHEN (privacy_settings -> 'public_profile')::boolean THEN 50 ELSE random() * 100 END,
          now() - n * interval '1 day', CASE WHEN n > 1 THEN now() - (n - 1) * interval '1 day' END,
          (privacy_settings -> 'public_profile')::boolean
        FROM zkpersona.users, generate_series(1, 3) AS n;
        INSERT INTO zkpersona.zk_proofs (user_id, proof_data, verification_key, circuit_version)
        SELECT id, '{}', '{}', '1' FROM zkpersona.users
        """);
    database.execute("VACUUM ANALYZE zkpersona.users");
    database.execute("VACUUM ANALYZE zkpersona.reputation_records");
    database.execute("VACUUM ANALYZE zkpersona.zk_proofs");
  }
}
