package io.zkpersona.storage.connection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.ServerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client presents its certificate to a server that requires one. */
@NewestServerOnly
class ClientKeyIT {

  @TempDir private static Path folder;
  private static EmbeddedPostgres server;
  private static SelfSigned client;

  @BeforeAll
  static void startServer() throws Exception {
    server = EmbeddedPostgres.start();
    SelfSigned own = SelfSigned.create(folder, "own");
    client = SelfSigned.create(folder, "client");
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        ServerFiles files = new ServerFiles(server.jdbcUrl("postgres"))) {
      Backends.execute(connection, "CREATE ROLE certified LOGIN SUPERUSER");
      files.write("server.crt", own.certificate());
      files.write("server.key", own.key());
      files.write("clients.crt", client.certificate());
      files.prependToHba(
          "hostssl all certified all trust clientcert=verify-ca", "host all certified all reject");
      Backends.execute(connection, "ALTER SYSTEM SET ssl_ca_file = 'clients.crt'");
      Backends.execute(connection, "ALTER SYSTEM SET ssl = on");
      Backends.execute(connection, "SELECT pg_reload_conf()");
    }
    Eventually.holds("SSL is on", ClientKeyIT::isEncrypted);
  }

  private static boolean isEncrypted() {
    try {
      DriverManager.getConnection(server.jdbcUrl("postgres") + "&sslmode=require").close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** The file's extension does not matter. */
  @ParameterizedTest
  @ValueSource(strings = {"key", "pem"})
  void aKeyOnAnEllipticCurveIsPresented(String ending) throws IOException {
    Path key = folder.resolve("client-key." + ending);
    Files.writeString(key, client.key());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    DatabaseManager.open(config("&sslcert=%s&sslkey=%s".formatted(client.file(), key))).close();
  }

  @Test
  void withoutOneNobodyIsLetIn() {
    assertThatThrownBy(() -> DatabaseManager.open(config("")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("client certificate");
  }

  private static DatabaseConfig config(String parameters) {
    return DatabaseConfig.builder()
        .databaseUrl(
            "postgresql://certified@localhost:%d/postgres?sslmode=require%s"
                .formatted(server.port(), parameters))
        .build();
  }
}
