package io.zkpersona.storage.testing.server;

import io.zkpersona.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL server of a test run: embedded, or with {@code
 * -Dzkpersona.postgres=testcontainers} in a container. One for each JVM, stopped at exit.
 */
public final class TestServer {

  /**
   * The kind of server: {@code embedded} (the default), {@code testcontainers} or {@code citus}.
   */
  public static final String KIND = "zkpersona.postgres";

  /** The major version in a container: 15 to 18, 18 by default. */
  public static final String VERSION = "zkpersona.postgres.version";

  /**
   * The JDBC URL of the coordinator for the kind {@code citus}, with a superuser's name: {@code
   * -Dzkpersona.postgres.url}.
   */
  public static final String URL = "zkpersona.postgres.url";

  /** A jar with the embedded server's binaries, to run another version than the default. */
  public static final String BINARIES = "zkpersona.postgres.binaries";

  private static final long NEEDED_BYTES = 6L << 30;

  private static TestServer instance;

  private final String host;
  private final int port;
  private final String user;
  private final String password;
  private final @Nullable CitusCluster citus;

  private TestServer(String host, int port, String user, String password) {
    this(host, port, user, password, null);
  }

  private TestServer(
      String host, int port, String user, String password, @Nullable CitusCluster citus) {
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
    this.citus = citus;
  }

  /** Returns the running server; throws the reason in every test if it cannot be started. */
  public static synchronized TestServer get() {
    if (instance == null) {
      instance = start(System.getProperty(KIND, "embedded"));
    }
    return instance;
  }

  static TestServer start(String kind) {
    return switch (kind) {
      case "embedded" -> embedded(System.getProperty(BINARIES, ""));
      case "testcontainers" -> container(System.getProperty(VERSION, "18"));
      case "citus" -> citus(System.getProperty(URL, ""));
      default ->
          throw new IllegalStateException(
              KIND + ": " + kind + " (expected: embedded, testcontainers or citus)");
    };
  }

  private static TestServer embedded(String binaries) {
    EmbeddedPostgres.Builder builder = builder(binaries).inMemory(NEEDED_BYTES);
    return new TestServer("localhost", builder.start().port(), "postgres", "postgres");
  }

  /** Returns a builder with the settings of the embedded server. */
  static EmbeddedPostgres.Builder builder() {
    return builder(System.getProperty(BINARIES, ""));
  }

  private static EmbeddedPostgres.Builder builder(String binaries) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setting("timezone", "Asia/Kathmandu")
            .setting("max_connections", "300")
            .setting("max_prepared_transactions", "20")
            // Nothing in it has to survive a crash of the machine.
            .setting("fsync", "off")
            .setting("full_page_writes", "off")
            .setting("max_wal_size", "1GB")
            // For replicas, should a test start some.
            .setting("wal_keep_size", "1GB");
    return binaries.isEmpty() ? builder : builder.binaries(Path.of(binaries));
  }

  /** Starts a coordinator without workers, which is a cluster of one node. */
  @SuppressWarnings("resource") // Testcontainers removes it when the JVM exits.
  private static String citusInContainer() {
    requireDocker("citus without " + URL);
    PostgreSQLContainer container =
        new PostgreSQLContainer(
                DockerImageName.parse("citusdata/citus:13.0").asCompatibleSubstituteFor("postgres"))
            .withDatabaseName("postgres")
            .withCommand("postgres", "-c", "max_connections=300", "-c", "wal_level=logical");
    container.start();
    return container.getJdbcUrl()
        + "&user=%s&password=%s".formatted(container.getUsername(), container.getPassword());
  }

  private static void requireDocker(String wanted) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          KIND + ": " + wanted + " was asked for, but no Docker engine answers");
    }
  }

  @SuppressWarnings("resource") // Testcontainers removes it when the JVM exits.
  private static TestServer container(String version) {
    requireDocker("testcontainers");
    PostgreSQLContainer container =
        new PostgreSQLContainer(DockerImageName.parse("postgres").withTag(version))
            .withCommand(
                "postgres",
                "-c",
                "max_connections=300",
                "-c",
                "max_prepared_transactions=20",
                "-c",
                "timezone=Asia/Kathmandu");
    container.start();
    return new TestServer(
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        container.getUsername(),
        container.getPassword());
  }

  private static TestServer citus(String url) {
    CitusCluster cluster = CitusCluster.at(url.isEmpty() ? citusInContainer() : url);
    return new TestServer(
        cluster.host(), cluster.port(), cluster.user(), cluster.password(), cluster);
  }

  /** Tells whether the tests run on Citus, with every schema of the library distributed. */
  public static boolean isCitus() {
    return System.getProperty(KIND, "embedded").equals("citus");
  }

  /** Returns the cluster of Citus; null on an ordinary server. */
  public @Nullable CitusCluster citus() {
    return citus;
  }

  /** Returns the URL of a database, with the superuser's credentials. */
  public String url(String database) {
    return "postgresql://%s:%s@%s:%s/%s".formatted(user, password, host, port, database);
  }

  /** Returns the same as a JDBC URL for {@code DriverManager}. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%s/%s?user=%s&password=%s"
        .formatted(host, port, database, user, password);
  }
}
