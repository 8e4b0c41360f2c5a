package io.zkpersona.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.report.Ratios;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions.Start;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** A server with a given number of recorded changes, and the times of calls of the feed on them. */
final class FeedGrowth implements AutoCloseable {

  private static final int WINDOWS = 10;
  private static final int BATCH = 100;
  private static final Duration LEASE = Duration.ofHours(24);

  /** Each window is one statement and ends with a tick. The ids grow, as those of the library. */
  private static final String ROWS =
      """
      INSERT INTO changes (changed_at, operation, entity, entity_id, user_id, salt)
      SELECT clock_timestamp(), 'insert', 'users', id, id, gen_random_uuid()
      FROM (
        SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(:before + n), 12, '0'))::uuid AS id
        FROM generate_series(1, :rows) AS n) AS made
      """;

  private static final String MIDDLE =
      """
      UPDATE change_subscriptions SET (tick_id, is_from_start, position) = (
        SELECT id, false, (low_position + high_position) / 2 FROM change_ticks
        ORDER BY abs(id - (SELECT max(id) FROM change_ticks) / 2) LIMIT 1)
      WHERE name = 'MIDDLE'
      """;

  /** The measured calls. */
  enum Call {
    BEGINNING("read 100 at the beginning", 200),
    MIDDLE("read 100 in the middle", 200),
    END("save one, tick, read it, acknowledge it", 200),
    SAVE("of that, save one", 200),
    SILENT("tick, nothing new", 200),
    RARE("read past changes of other entities, at most a million", 3);

    private final String label;
    private final int calls;

    Call(String label, int calls) {
      this.label = label;
      this.calls = calls;
    }

    String label() {
      return label;
    }

    /** Returns the number of calls in a turn. */
    int calls() {
      return calls;
    }
  }

  private final Server server;
  private final HikariDataSource pool;
  private final DatabaseManager manager;
  private final ChangeFeed feed;
  private final Map<Call, FeedLease> leases = new EnumMap<>(Call.class);
  private final Map<Call, List<Double>> micros = new EnumMap<>(Call.class);

  private FeedGrowth(Server server, HikariDataSource pool, DatabaseManager manager) {
    this.server = server;
    this.pool = pool;
    this.manager = manager;
    this.feed = manager.repositories().changes().feed();
  }

  /**
   * Starts a server and fills it.
   *
   * @param changes the number of changes, a multiple of 10
   */
  static FeedGrowth load(String sharedBuffers, long changes) throws SQLException {
    Server server = Server.start(sharedBuffers, "off");
    HikariDataSource pool = server.pool("feed");
    DatabaseManager manager = DatabaseManager.using(pool, DatabaseConfig.forDataSource().build());
    FeedGrowth grown = new FeedGrowth(server, pool, manager);
    SubscriptionOptions options = SubscriptionOptions.defaults();
    grown.subscribe(Call.BEGINNING, options);
    grown.subscribe(Call.MIDDLE, options);
    grown.subscribe(Call.RARE, options.entities(Set.of(ChangedEntity.ROLE)));
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      long each = changes / WINDOWS;
      for (int i = 0; i < WINDOWS; i++) {
        statement.execute(
            ROWS.replace(":before", Long.toString(i * each)).replace(":rows", Long.toString(each)));
        found(grown.feed.tick());
      }
      statement.execute(MIDDLE);
      statement.execute("VACUUM (FREEZE, ANALYZE)");
      statement.execute("CHECKPOINT");
    }
    manager.repositories().changes().startRecording(Set.of(ChangedEntity.USER));
    grown.subscribe(Call.END, options.start(Start.NOW));
    return grown;
  }

  private void subscribe(Call call, SubscriptionOptions options) {
    feed.subscribe(call.name(), options);
    leases.put(call, feed.claim(call.name(), LEASE).orElseThrow());
  }

  /**
   * Repeats a call.
   *
   * @param counted whether the times are recorded
   */
  void turn(Call call, boolean counted) {
    for (int i = 0; i < call.calls(); i++) {
      long start = System.nanoTime();
      switch (call) {
        case BEGINNING, MIDDLE -> found(read(call).events().size() == BATCH);
        case END -> {
          save();
          feed.tick();
          FeedBatch batch = read(call);
          found(!batch.events().isEmpty());
          feed.acknowledge(batch);
        }
        case SAVE -> save();
        case SILENT -> feed.tick();
        case RARE -> found(read(call).events().isEmpty());
      }
      if (counted) {
        micros
            .computeIfAbsent(call, first -> new ArrayList<>())
            .add((System.nanoTime() - start) / 1e3);
      }
    }
  }

  private void save() {
    manager.repositories().users().save(User.builder().build());
  }

  private FeedBatch read(Call call) {
    FeedLease lease = leases.get(call);
    if (lease == null) {
      throw new IllegalStateException("no subscription for " + call);
    }
    return feed.read(lease, BATCH);
  }

  private static void found(boolean isFound) {
    if (!isFound) {
      throw new IllegalStateException("a call did not find what was loaded");
    }
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
