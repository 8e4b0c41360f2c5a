package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.connection.SelfSigned;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.ServerFiles;
import io.zkpersona.storage.testing.wire.TcpProxy;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures that a retry cannot fix are reported after the first attempt. */
@NewestServerOnly
class OpenRefusalIT {

  private static final String SECRET = "marker-secret";

  @TempDir private static Path folder;
  private static EmbeddedPostgres server;
  private static SelfSigned trusted;

  @BeforeAll
  static void startServer() throws Exception {
    server = EmbeddedPostgres.start();
    execute(
        "CREATE ROLE guarded LOGIN PASSWORD 'right-" + SECRET + "'",
        "CREATE ROLE barred LOGIN",
        "CREATE ROLE unable NOLOGIN",
        "CREATE DATABASE walled",
        "REVOKE CONNECT ON DATABASE walled FROM PUBLIC");
    trusted = SelfSigned.create(folder, "server");
    try (ServerFiles files = new ServerFiles(server.jdbcUrl("postgres"))) {
      files.write("server.crt", trusted.certificate());
      files.write("server.key", trusted.key());
      files.prependToHba("host all guarded all scram-sha-256", "hostnossl all barred all reject");
    }
    execute("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()");
    Eventually.holds("the password is asked for", () -> !connects("guarded", "disable"));
    Eventually.holds("SSL is on", () -> connects("postgres", "require"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "guarded:wrong-marker-secret, postgres",
    "guarded, postgres",
    "marker-role:x, postgres",
    "unable:x, postgres",
    "barred:x, postgres",
    "postgres:x, marker-database",
    "barred:x, walled"
  })
  void isTriedOnceAndNamesTheVariable(String credentials, String name) {
    try (TcpProxy proxy = TcpProxy.to("localhost:" + server.port())) {
      String mode = name.equals("walled") ? "require" : "disable";
      DatabaseConfig config =
          config(
              "postgresql://%s@localhost:%d/%s?sslmode=%s"
                  .formatted(credentials, proxy.port(), name, mode));

      assertRefused(config, "DATABASE_URL");
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void aWrongPasswordIsSaidWithoutTheConnectionTestToo() {
    DatabaseConfig config =
        config(
            "postgresql://guarded:wrong-marker-secret@localhost:%d/postgres"
                .formatted(server.port()));

    assertRefused(config.toBuilder().testConnection(false).build(), "DATABASE_URL");
  }

  @Test
  void aMissingDatabaseIsSaidWithoutTheConnectionTestToo() {
    DatabaseConfig config =
        config("postgresql://postgres@localhost:%d/marker-database".formatted(server.port()));

    assertRefused(config.toBuilder().testConnection(false).build(), "DATABASE_URL");
  }

  @Test
  void theRightPasswordIsAccepted() {
    execute("GRANT CREATE ON DATABASE postgres TO guarded");
    DatabaseConfig config =
        config(
            "postgresql://guarded:right-marker-secret@localhost:%d/postgres"
                .formatted(server.port()));

    try (DatabaseManager manager =
        DatabaseManager.open(config.toBuilder().schema("of_guarded").build())) {
      assertThat(manager.health().isHealthy()).isTrue();
    }
  }

  @Test
  void aTrustedCertificateIsAccepted() {
    DatabaseConfig config = secured(server.port(), "verify-full", "localhost", trusted);

    try (DatabaseManager manager = DatabaseManager.open(config)) {
      assertThat(manager.health().isHealthy()).isTrue();
    }
  }

  @Test
  void anUntrustedCertificateIsRefusedAtOnce() throws Exception {
    SelfSigned other = SelfSigned.create(folder, "other");

    try (TcpProxy proxy = TcpProxy.to("localhost:" + server.port())) {
      assertRefused(secured(proxy.port(), "verify-ca", "localhost", other), "DB_SSL_MODE");
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefusedAtOnce() {
    try (TcpProxy proxy = TcpProxy.to("localhost:" + server.port())) {
      assertRefused(secured(proxy.port(), "verify-full", "127.0.0.1", trusted), "DB_SSL_MODE");
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void aMissingFileOfTrustedCertificatesIsRefusedAtOnce() {
    SelfSigned missing = new SelfSigned(folder.resolve("nowhere.pem"), "", "");

    assertRefused(secured(server.port(), "verify-ca", "localhost", missing), "DB_SSL_MODE");
  }

  @Test
  void aConnectionThatBreaksInTheHandshakeIsTriedAgain() {
    try (TcpProxy proxy = TcpProxy.droppingFirst(2, "localhost:" + server.port());
        DatabaseManager manager =
            DatabaseManager.open(secured(proxy.port(), "verify-full", "localhost", trusted))) {
      assertThat(manager.health().isHealthy()).isTrue();
    }
  }

  @Test
  void aServerWithoutSslIsRefusedWhereSslIsRequired() {
    try (EmbeddedPostgres plain = EmbeddedPostgres.start();
        TcpProxy proxy = TcpProxy.to("localhost:" + plain.port())) {
      assertRefused(
          config(
              "postgresql://postgres@localhost:%d/postgres?sslmode=require"
                  .formatted(proxy.port())),
          "DB_SSL_MODE");
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  private static void assertRefused(DatabaseConfig config, String variable) {
    assertThatThrownBy(() -> DatabaseManager.open(config))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo(variable))
        .hasMessageNotContainingAny("marker", "guarded", "localhost", "127.0.0.1", "FATAL")
        .satisfies(
            e -> assertThat(e.getCause()).hasMessageContaining("the driver's text is withheld"));
  }

  private static DatabaseConfig secured(int port, String mode, String host, SelfSigned root) {
    return config(
        "postgresql://postgres@%s:%d/postgres?sslmode=%s&sslrootcert=%s"
            .formatted(host, port, mode, root.file()));
  }

  private static DatabaseConfig config(String url) {
    return DatabaseConfig.builder()
        .databaseUrl(url)
        .maxConnections(2)
        .minConnections(0)
        .retryAttempts(3)
        .retryDelay(Duration.ofMillis(1))
        .build();
  }

  private static boolean connects(String user, String mode) {
    String url =
        "jdbc:postgresql://localhost:%d/postgres?user=%s&sslmode=%s"
            .formatted(server.port(), user, mode);
    try {
      DriverManager.getConnection(url).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static void execute(String... statements) {
    try (var connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
