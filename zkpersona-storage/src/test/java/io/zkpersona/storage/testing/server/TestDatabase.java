package io.zkpersona.storage.testing.server;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import java.net.URI;
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

/** A database for one test on the test server, dropped when closed. */
public final class TestDatabase implements AutoCloseable {

  private static final String LIBRARY = "zkpersona";
  private static final String TEMPLATE = CitusCluster.own("migrated_template");
  private static final String PARTITIONED_TEMPLATE = "partitioned_template";
  private static final int PATIENCE_SECONDS = 10;
  private static final Duration PAST = Duration.ofDays(3);
  private static final Duration AHEAD = Duration.ofDays(2);
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static boolean templateReady;
  private static boolean partitionedTemplateReady;
  private static boolean partitioned;
  private static @Nullable RuntimeRole runtimeRole;

  /** Creates and drops databases. */
  private static @Nullable Connection administration;

  private final String name;

  /** Idle sessions to reuse, because opening one costs the server more than most queries. */
  private final Queue<Connection> sessions = new ConcurrentLinkedQueue<>();

  /** Managers with a cache, which would not see SQL that is run here. */
  private final Queue<DatabaseManager> caching = new ConcurrentLinkedQueue<>();

  private @Nullable RuntimeRole role;

  /** The schema that SQL means where it names the library's. */
  private String schema = LIBRARY;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** Creates a database without tables. */
  public static TestDatabase empty() {
    return create("template0");
  }

  /** Creates a database with the newest schema and no rows. */
  public static synchronized TestDatabase migrated() {
    TestDatabase made = partitioned ? partitioned() : ordinary();
    if (runtimeRole != null) {
      made.execute(runtimeRole.preparation());
      made.role = runtimeRole;
    }
    return made;
  }

  /** Sets whether {@link #migrated} partitions behavior inputs from now on. */
  static synchronized void setPartitioned(boolean wanted) {
    partitioned = wanted;
  }

  /** Sets the role for managers of databases created from now on; null for the owner. */
  static synchronized void setRuntimeRole(@Nullable RuntimeRole role) {
    runtimeRole = role;
  }

  /**
   * Creates a database whose inputs are partitioned by day, from three days ago to the day after
   * tomorrow.
   */
  private static TestDatabase partitioned() {
    if (!partitionedTemplateReady) {
      TestDatabase template = ordinary();
      try (DatabaseManager manager = template.open()) {
        manager
            .repositories()
            .behaviorInputs()
            .partitions()
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
      make(TEMPLATE, "template0");
      DatabaseConfig config =
          DatabaseConfig.builder().databaseUrl(TestServer.get().url(TEMPLATE)).build();
      DatabaseManager.open(config).close();
      CitusCluster citus = TestServer.get().citus();
      if (citus != null) {
        citus.seal(TEMPLATE);
      }
      templateReady = true;
    }
    return create(TEMPLATE);
  }

  private static TestDatabase create(String template) {
    String name = CitusCluster.own("test_" + COUNTER.incrementAndGet());
    make(name, template);
    return new TestDatabase(name);
  }

  private static void make(String name, String template) {
    CitusCluster citus = TestServer.get().citus();
    if (citus == null) {
      administer("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy");
    } else {
      citus.create(name, template);
    }
  }

  /**
   * Returns a database with a tenant, whose schema all SQL that names the library's schema means
   * from now on. The managers' role has the same rights in it.
   *
   * @param tenant the tenant's name
   */
  public static TestDatabase migratedFor(String tenant) {
    TestDatabase made = migrated();
    DatabaseConfig owner =
        DatabaseConfig.builder()
            .databaseUrl(made.url())
            .maxConnections(2)
            .minConnections(0)
            .build();
    try (DatabaseManager manager = DatabaseManager.open(owner)) {
      made.schema = manager.tenants().create(tenant).schema();
    }
    if (made.role != null) {
      made.execute(RuntimeRole.grants(made.schema));
    }
    return made;
  }

  /** Puts the name of the schema that is tested in place of the library's. */
  private String meant(String sql) {
    return schema.equals(LIBRARY) ? sql : sql.replaceAll("zkpersona\\.(?!actor)", schema + ".");
  }

  /** Returns its URL. */
  public String url() {
    return TestServer.get().url(name);
  }

  /** Returns its URL for the managers of the class's tests. */
  public String runtimeUrl() {
    return role == null ? url() : role.url(url());
  }

  /** Returns a configuration with a small pool, for further changes. */
  public DatabaseConfigBuilder config() {
    DatabaseConfigBuilder config =
        DatabaseConfig.builder().databaseUrl(url()).maxConnections(8).minConnections(0);
    return role == null ? config : config.databaseUrl(role.url(url())).autoMigrate(false);
  }

  /** Returns a configuration as {@link #config} does, through a proxy on a port of this machine. */
  public DatabaseConfigBuilder configThrough(int port) {
    return config().databaseUrl(runtimeUrl().replaceFirst("@[^/]*/", "@localhost:" + port + "/"));
  }

  /** Returns host and port of its server. */
  public String address() {
    return config().build().hosts().get(0);
  }

  /** Returns the port of its server. */
  public int port() {
    return URI.create(url()).getPort();
  }

  /** Opens a manager. */
  public DatabaseManager open() {
    return DatabaseManager.open(config().build());
  }

  /** Opens a manager with a lock timeout of 200 milliseconds. */
  public DatabaseManager openImpatient() {
    return DatabaseManager.open(config().lockTimeout(Duration.ofMillis(200)).build());
  }

  /** Returns its JDBC URL, to which parameters can be appended. */
  public String jdbcUrl() {
    return TestServer.get().jdbcUrl(name);
  }

  /** Opens a connection without the library. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl());
  }

  /** Runs statements without the library; session settings are discarded afterwards. */
  public void execute(String sql) {
    inSession(
        sql,
        connection -> {
          Backends.execute(connection, meant(sql));
          return Backends.execute(connection, "DISCARD ALL");
        });
    if (sql.contains("ALTER DATABASE")) {
      // The new settings apply only to new sessions.
      endSessions();
    }
    caching.forEach(DatabaseManager::dropCached);
  }

  /** Drops the cache of a manager whenever SQL is run here. */
  void tell(DatabaseManager manager) {
    caching.add(manager);
  }

  /** Returns the first column of a query's result as texts, read without the library. */
  public List<String> query(String sql) {
    return inSession(
        sql,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet result = statement.executeQuery(meant(sql))) {
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

  /** Returns an idle session if one is still alive, or opens one. */
  private Connection session() throws SQLException {
    Connection idle = sessions.poll();
    return idle != null && idle.isValid(PATIENCE_SECONDS)
        ? idle
        : DriverManager.getConnection(jdbcUrl() + "&prepareThreshold=0");
  }

  /** Returns the single value of a query. */
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
    CitusCluster citus = TestServer.get().citus();
    if (citus == null) {
      administer("DROP DATABASE " + name + " WITH (FORCE)");
    } else {
      citus.drop(name);
    }
  }
}
