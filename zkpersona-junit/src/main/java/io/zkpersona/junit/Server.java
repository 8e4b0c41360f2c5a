package io.zkpersona.junit;

import io.zkpersona.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** A server that gives databases; one for each choice and JVM. Thread-safe. */
final class Server {

  private static final String PREFIX = "zkpersona_junit_";
  private static final int RUN_DIGITS = 12;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final int VALID_SECONDS = 10;
  private static final String FILE_COPY = " STRATEGY file_copy";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final Map<ServerChoice, Server> RUNNING = new HashMap<>();

  private final DatabaseAddress administration;
  private final String strategy;

  /** Begins the names of this JVM's databases, and is the name of its sessions. */
  private final String run =
      PREFIX + UUID.randomUUID().toString().replace("-", "").substring(0, RUN_DIGITS);

  private final AtomicInteger counter = new AtomicInteger();
  private final Map<TemplateKey, String> templates = new HashMap<>();
  private final Set<String> existing = ConcurrentHashMap.newKeySet();
  private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

  private Server(String url, String strategy) {
    this.administration = new DatabaseAddress(url);
    this.strategy = strategy;
  }

  /** Returns the running server of a choice, which is started at the first call. */
  static Server get(ServerChoice choice) {
    synchronized (RUNNING) {
      Server running = RUNNING.get(choice);
      if (running == null) {
        running = start(choice);
        RUNNING.put(choice, running);
      }
      return running;
    }
  }

  private static Server start(ServerChoice choice) {
    return switch (choice.kind()) {
      // Copying files is the fastest way where nothing waits for the disk.
      case EMBEDDED -> new Server(startEmbedded(), FILE_COPY);
      case TESTCONTAINERS -> new Server(startContainer(choice.detail()), FILE_COPY);
      case EXISTING -> {
        Server server = new Server(choice.detail(), "");
        server.dropAbandoned();
        Runtime.getRuntime().addShutdownHook(new Thread(server::dropAll));
        yield server;
      }
    };
  }

  /** It stops, and its data are deleted, when the JVM exits. */
  @SuppressWarnings("resource")
  private static String startEmbedded() {
    return EmbeddedPostgres.builder()
        .setting("max_connections", "300")
        .setting("fsync", "off")
        .setting("full_page_writes", "off")
        .setting("max_wal_size", "1GB")
        .inMemory(MEMORY_BYTES)
        .start()
        .url();
  }

  private static String startContainer(String image) {
    try {
      return ContainerServer.start(image);
    } catch (NoClassDefFoundError e) {
      throw new ExtensionConfigurationException(
          "testcontainers was asked for, but is not on the class path (expected: the test"
              + " dependency org.testcontainers:testcontainers)",
          e);
    }
  }

  /** Creates a database as a copy of a template, which is made at the first call. */
  TestDatabase create(DatabaseSettings settings) {
    String name = copyOf(template(settings));
    return new TestDatabase(settings, administration.of(name), () -> drop(name));
  }

  private synchronized String template(DatabaseSettings settings) {
    TemplateKey key = settings.templateKey();
    String template = templates.get(key);
    if (template == null) {
      template = copyOf("template0");
      try {
        settings.fill(administration.of(template));
        administer("ALTER DATABASE " + template + " WITH ALLOW_CONNECTIONS false");
        // Those that a step of the host left open; a template must have none.
        administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                + template
                + "'");
      } catch (Throwable failure) {
        drop(template);
        throw failure;
      }
      templates.put(key, template);
    }
    return template;
  }

  private String copyOf(String template) {
    String name = run + "_" + counter.incrementAndGet();
    administer("CREATE DATABASE " + name + " TEMPLATE " + template + strategy);
    existing.add(name);
    return name;
  }

  private void drop(String name) {
    administer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    existing.remove(name);
  }

  /** A server that was there before the JVM stays after it. */
  private void dropAll() {
    for (String name : existing) {
      try {
        drop(name);
      } catch (ExtensionConfigurationException e) {
        // The next run on this server drops it.
      }
    }
  }

  /** Drops the databases of runs that were killed: no session has the name of such a run. */
  private void dropAbandoned() {
    List<String> abandoned =
        administer(
            "SELECT datname FROM pg_database WHERE datname ~ '^"
                + PREFIX
                + "[0-9a-f]{"
                + RUN_DIGITS
                + "}_[0-9]+$' AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name ="
                + " left(datname::text, "
                + run.length()
                + ")) AND pg_has_role(datdba, 'USAGE')");
    for (String name : abandoned) {
      drop(name);
    }
  }

  /** Runs a statement and returns the first column of its result. */
  private List<String> administer(String sql) {
    try {
      Connection connection = session();
      List<String> values = new ArrayList<>();
      try (Statement statement = connection.createStatement()) {
        if (statement.execute(sql)) {
          try (ResultSet result = statement.getResultSet()) {
            while (result.next()) {
              values.add(result.getString(1));
            }
          }
        }
      } finally {
        idle.add(connection);
      }
      return values;
    } catch (SQLException e) {
      throw new ExtensionConfigurationException(
          "the server of the tests does not create or drop databases: SQLSTATE "
              + e.getSQLState()
              + " (expected: "
              + (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
                  ? "a role with CREATEDB)"
                  : "a reachable PostgreSQL 15 or later, and a role with CREATEDB)"));
    }
  }

  private Connection session() throws SQLException {
    for (Connection known = idle.poll(); known != null; known = idle.poll()) {
      if (known.isValid(VALID_SECONDS)) {
        return known;
      }
      known.close();
    }
    return administration.dataSource(run).getConnection();
  }
}
