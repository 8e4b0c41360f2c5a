package io.zkpersona.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.report.Ratios;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;

/** A server with a given number of reputation records, and the times of calls on them. */
final class ReputationGrowth implements AutoCloseable {

  /** The number of scores in one call of recordAll. */
  static final int AT_ONCE = 1_000;

  private static final ScoringCategory CATEGORY = ScoringCategory.OVERALL;
  private static final ScoringPeriod PERIOD = ScoringPeriod.CURRENT;

  /** The measured calls. */
  enum Call {
    RECORD("record"),
    RECORD_ALL("record all, 1,000 scores"),
    STANDING("standing"),
    LEADERBOARD("leaderboard, the first ten");

    private final String label;

    Call(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  private final Server server;
  private final HikariDataSource pool;
  private final DatabaseManager manager;
  private final List<UserId> users;
  private final Random random = new Random(29);
  private final Map<Call, List<Double>> micros = new EnumMap<>(Call.class);

  private ReputationGrowth(
      Server server, HikariDataSource pool, DatabaseManager manager, List<UserId> users) {
    this.server = server;
    this.pool = pool;
    this.manager = manager;
    this.users = users;
  }

  /**
   * Starts a server and fills it.
   *
   * @param records the number of records, at least 10
   */
  static ReputationGrowth load(String sharedBuffers, long records)
      throws SQLException, IOException {
    Server server = Server.start(sharedBuffers, "off");
    HikariDataSource pool = server.pool("reputation");
    DatabaseManager manager = DatabaseManager.using(pool, DatabaseConfig.forDataSource().build());
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      String exclusion = exclusion(statement);
      statement.execute(rows().replace(":rows", Long.toString(records)));
      statement.execute(
          "ALTER TABLE reputation_records ADD CONSTRAINT reputation_records_effective_from_excl "
              + exclusion);
      statement.execute("SELECT reputation_counts_rebuild()");
      statement.execute("VACUUM (FREEZE, ANALYZE)");
      statement.execute("CHECKPOINT");
      return new ReputationGrowth(server, pool, manager, users(statement));
    }
  }

  private static String rows() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ReputationGrowth.class.getResourceAsStream("reputation-rows.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String exclusion(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                + " WHERE conname = 'reputation_records_effective_from_excl'")) {
      found.next();
      return found.getString(1);
    }
  }

  private static List<UserId> users(Statement statement) throws SQLException {
    List<UserId> users = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery("SELECT id FROM users ORDER BY hashtext(id::text) LIMIT 50000")) {
      while (found.next()) {
        users.add(new UserId(found.getObject(1, java.util.UUID.class)));
      }
    }
    return users;
  }

  /**
   * Repeats a call.
   *
   * @param calls the number of calls
   * @param counted whether the times are recorded
   */
  void turn(Call call, int calls, boolean counted) {
    ReputationRecordRepository records = manager.repositories().reputationRecords();
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      switch (call) {
        case RECORD -> records.record(request());
        case RECORD_ALL -> {
          List<RecordReputationRequest> requests = new ArrayList<>();
          for (int n = 0; n < AT_ONCE; n++) {
            requests.add(request());
          }
          records.recordAll(requests, BulkOptions.atomic());
        }
        case STANDING -> found(records.standing(user(), CATEGORY, PERIOD).isPresent());
        case LEADERBOARD -> found(records.leaderboard(CATEGORY, PERIOD, 10).size() == 10);
      }
      if (counted) {
        micros
            .computeIfAbsent(call, first -> new ArrayList<>())
            .add((System.nanoTime() - start) / 1e3);
      }
    }
  }

  private static void found(boolean isFound) {
    if (!isFound) {
      throw new IllegalStateException("a call did not find what was loaded");
    }
  }

  private UserId user() {
    return users.get(random.nextInt(users.size()));
  }

  private RecordReputationRequest request() {
    return RecordReputationRequest.builder()
        .userId(user())
        .reputationScore(BigDecimal.valueOf(random.nextInt(1_000_001), 4))
        .isPublic(true)
        .build();
  }

  /** Returns the median time of a call. */
  OptionalDouble middle(Call call) {
    return Ratios.median(
        micros.getOrDefault(call, List.of()).stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public void close() {
    manager.close();
    pool.close();
    server.close();
  }
}
