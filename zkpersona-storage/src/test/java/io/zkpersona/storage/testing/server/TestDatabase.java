package io.zkpersona.storage.testing.server;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.repository.PartitionWidth;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A database of a test's own on the test server, dropped when it is closed. */
public final class TestDatabase implements AutoCloseable {

  private static final String TEMPLATE = "migrated_template";
  private static final String PARTITIONED_TEMPLATE = "partitioned_template";
  private static final int PATIENCE_SECONDS = 10;
  private static final Duration PAST = Duration.ofDays(3);
  private static final Duration AHEAD = Duration.ofDays(2);
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static boolean templateReady;
  private static boolean partitionedTemplateReady;
  private static boolean partitioned;
  private static @Nullable RuntimeRole runtimeRole;

  /** To make and drop databases. */
  private static @Nullable Connection administration;

  private final String name;

  /** Sessions for questions past the library: to begin one costs the server more than most ask. */
  private final Queue<Connection> sessions = new ConcurrentLinkedQueue<>();

  private @Nullable RuntimeRole role;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** A database without any table. */
  public static TestDatabase empty() {
    return create("template0");
  }

  /** A database that holds the newest schema and no row. */
  public static synchronized TestDatabase migrated() {
    TestDatabase made = partitioned ? partitioned() : ordinary();
    if (runtimeRole != null) {
      made.execute(runtimeRole.preparation());
      made.role = runtimeRole;
    }
    return made;
  }

  /** Which form {@link #migrated} gives behavior inputs from now on: one table, or partitions. */
  static synchronized void setPartitioned(boolean wanted) {
    partitioned = wanted;
  }

  /** As which role managers of databases that are made from now on work; null for the owner. */
  static synchronized void setRuntimeRole(@Nullable RuntimeRole role) {
    runtimeRole = role;
  }

  /** One whose inputs are partitioned by days, from three days ago up to the one after tomorrow. */
  private static TestDatabase partitioned() {
    if (!partitionedTemplateReady) {
      TestDatabase template = ordinary();
      try (DatabaseManager manager = template.open()) {
        manager
            .repositories()
            .inputPartitions()
            .enable(Instant.now().minus(PAST), PartitionWidth.DAY, AHEAD);
      }
      template.endSessions();
      administer("ALTER DATABASE " + template.name + " RENAME TO " + PARTITIONED_TEMPLATE);
      partitionedTemplateReady = true;
    }
    return create(PARTITIONED_TEMPLATE);
  }

  private static TestDatabase ordinary() {
    if (!templateReady) {
      administer("CREATE DATABASE " + TEMPLATE + " TEMPLATE template0");
      DatabaseConfig config =
          DatabaseConfig.builder().databaseUrl(TestServer.get().url(TEMPLATE)).build();
      DatabaseManager.open(config).close();
      templateReady = true;
    }
    return create(TEMPLATE);
  }

  private static TestDatabase create(String template) {
    String name = "test_" + COUNTER.incrementAndGet();
    administer("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy");
    return new TestDatabase(name);
  }

  /** Its address. */
  public String url() {
    return TestServer.get().url(name);
  }

  /** A configuration with a small pool, to be changed further. */
  public DatabaseConfigBuilder config() {
    DatabaseConfigBuilder config =
        DatabaseConfig.builder().databaseUrl(url()).maxConnections(8).minConnections(0);
    return role == null ? config : config.databaseUrl(role.url(url())).autoMigrate(false);
  }

  /** A manager over it. */
  public DatabaseManager open() {
    return DatabaseManager.open(config().build());
  }

  /** A manager over it that waits a fifth of a second for a lock. */
  public DatabaseManager openImpatient() {
    return DatabaseManager.open(config().lockTimeout(Duration.ofMillis(200)).build());
  }

  /** Its address for the driver, to which parameters can be appended. */
  public String jdbcUrl() {
    return TestServer.get().jdbcUrl(name);
  }

  /** A connection past the library. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl());
  }

  /** Runs statements past the library; what they set for their session is gone afterwards. */
  public void execute(String sql) {
    inSession(
        sql,
        connection -> {
          Backends.execute(connection, sql);
          return Backends.execute(connection, "DISCARD ALL");
        });
    if (sql.contains("ALTER DATABASE")) {
      // Its settings are those of new sessions.
      endSessions();
    }
  }

  /** The first column of a question's answer, as texts, asked past the library. */
  public List<String> query(String sql) {
    return inSession(
        sql,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
              values.add(result.getString(1));
            }
            return values;
          }
        });
  }

  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T inSession(String sql, Work<T> work) {
    try {
      Connection connection = session();
      try {
        return work.on(connection);
      } finally {
        sessions.add(connection);
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** One that nobody uses, if it still lives. */
  private Connection session() throws SQLException {
    Connection idle = sessions.poll();
    return idle != null && idle.isValid(PATIENCE_SECONDS)
        ? idle
        : DriverManager.getConnection(jdbcUrl() + "&prepareThreshold=0");
  }

  /** The one value that a question is answered with. */
  public String queryOne(String sql) {
    List<String> values = query(sql);
    if (values.size() != 1) {
      throw new AssertionError(values.size() + " rows (expected: 1) of " + sql);
    }
    return values.get(0);
  }

  private static synchronized void administer(String sql) {
    try {
      if (administration == null) {
        administration = DriverManager.getConnection(TestServer.get().jdbcUrl("postgres"));
      }
      Backends.execute(administration, sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private void endSessions() {
    for (Connection one = sessions.poll(); one != null; one = sessions.poll()) {
      try {
        one.close();
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    endSessions();
    administer("DROP DATABASE " + name + " WITH (FORCE)");
  }
}
