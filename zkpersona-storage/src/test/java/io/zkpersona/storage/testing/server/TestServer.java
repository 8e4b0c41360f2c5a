package io.zkpersona.storage.testing.server;

import io.zkpersona.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL server of a test run: embedded, or with {@code
 * -Dzkpersona.postgres=testcontainers} in a container. One for each JVM, stopped at exit.
 */
public final class TestServer {

  /** The kind of server: {@code embedded} (the default) or {@code testcontainers}. */
  public static final String KIND = "zkpersona.postgres";

  /** The major version in a container: 15 to 18, 18 by default. */
  public static final String VERSION = "zkpersona.postgres.version";

  /** A jar with the embedded server's binaries, to run another version than the default. */
  public static final String BINARIES = "zkpersona.postgres.binaries";

  private static final long NEEDED_BYTES = 6L << 30;

  private static TestServer instance;

  private final String host;
  private final int port;
  private final String user;
  private final String password;

  private TestServer(String host, int port, String user, String password) {
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
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
      default ->
          throw new IllegalStateException(
              KIND + ": " + kind + " (expected: embedded or testcontainers)");
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

  @SuppressWarnings("resource") // Testcontainers removes it when the JVM exits.
  private static TestServer container(String version) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          KIND + ": testcontainers was asked for, but no Docker engine answers");
    }
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
