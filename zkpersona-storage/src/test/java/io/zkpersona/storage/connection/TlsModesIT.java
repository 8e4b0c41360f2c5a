package io.zkpersona.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.ServerFiles;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mode performs the checks that PostgreSQL documents, and names the check that failed. */
@NewestServerOnly
class TlsModesIT {

  private static final String PASSWORD = "changeit";

  @TempDir private static Path folder;
  private static EmbeddedPostgres right;
  private static EmbeddedPostgres expired;
  private static EmbeddedPostgres plain;

  @BeforeAll
  static void startServers() throws Exception {
    generate("own", "CN=own", "-ext", "bc:c");
    generate("foreign", "CN=foreign", "-ext", "bc:c");
    String[] signed = {"-signer", "own", "-ext", "san=dns:localhost"};
    generate("right", "CN=localhost", signed);
    List<String> past = new ArrayList<>(List.of(signed));
    past.addAll(List.of("-startdate", "-9d"));
    generate("expired", "CN=localhost", past.toArray(String[]::new));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    for (String authority : List.of("own", "foreign")) {
      Files.writeString(folder.resolve(authority + ".pem"), certificate(keys, authority));
    }
    right = serverWith(keys, "right");
    expired = serverWith(keys, "expired");
    plain = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopServers() {
    right.close();
    expired.close();
    plain.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          disable     | own     | opens   | opens        | opens   | opens
          allow       | own     | opens   | opens        | opens   | opens
          prefer      | own     | opens   | opens        | opens   | opens
          require     |         | opens   | opens        | opens   | plain
          require     | own     | opens   | opens        | expired | plain
          verify-ca   | own     | opens   | opens        | expired | plain
          verify-full | own     | opens   | another host | expired | plain
          prefer      | foreign | opens   | opens        | opens   | opens
          require     | foreign | untrusted | untrusted | untrusted | plain
          verify-ca   | foreign | untrusted | untrusted      | untrusted | plain
          verify-full | foreign | untrusted | untrusted      | untrusted | plain
          verify-full | nowhere | missing | missing      | missing | plain
          verify-full | system  | untrusted | untrusted      | untrusted | plain
          """)
  void checksWhatItsNameSays(
      String mode,
      @Nullable String root,
      String same,
      String other,
      String late,
      String withoutTls) {
    assertOutcome(url("localhost", right, mode, root), same);
    assertOutcome(url("127.0.0.1", right, mode, root), other);
    assertOutcome(url("localhost", expired, mode, root), late);
    assertOutcome(url("localhost", plain, mode, root), withoutTls);
  }

  private static void assertOutcome(String url, String outcome) {
    DatabaseConfig config =
        DatabaseConfig.builder()
            .databaseUrl(url)
            .maxConnections(2)
            .minConnections(0)
            .retryAttempts(1)
            .build();
    if (outcome.equals("opens")) {
      try (DatabaseManager manager = DatabaseManager.open(config)) {
        assertThat(manager.health().isHealthy()).isTrue();
      }
      return;
    }
    assertThatThrownBy(() -> DatabaseManager.open(config))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo("DB_SSL_MODE"))
        .hasMessageContaining(
            switch (outcome) {
              case "plain" -> "the server does not support TLS";
              case "untrusted" -> "not from a trusted authority";
              default -> outcome;
            })
        .hasMessageNotContainingAny("127.0.0.1", "PKIX", folder.toString());
  }

  private static String url(
      String host, EmbeddedPostgres server, String mode, @Nullable String root) {
    String url =
        "postgresql://postgres@" + host + ":" + server.port() + "/postgres?sslmode=" + mode;
    if (root == null) {
      return url;
    }
    return url
        + "&sslrootcert="
        + (root.equals("system") ? root : folder.resolve(root + ".pem").toString());
  }

  private static EmbeddedPostgres serverWith(KeyStore keys, String alias) throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.start();
    String url = server.jdbcUrl("postgres");
    try (ServerFiles files = new ServerFiles(url)) {
      files.write("server.crt", certificate(keys, alias));
      byte[] key = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
      files.write("server.key", SelfSigned.pem("PRIVATE KEY", key));
    }
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET ssl = on");
      statement.execute("SELECT pg_reload_conf()");
    }
    Eventually.holds("SSL is on", () -> encrypts(server));
    return server;
  }

  private static boolean encrypts(EmbeddedPostgres server) {
    String url =
        "jdbc:postgresql://localhost:" + server.port() + "/postgres?user=postgres&sslmode=require";
    try {
      DriverManager.getConnection(url).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static String certificate(KeyStore keys, String alias) throws Exception {
    return SelfSigned.pem("CERTIFICATE", keys.getCertificate(alias).getEncoded());
  }

  private static void generate(String alias, String name, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-validity", "2", "-dname", name));
    command.addAll(List.of("-alias", alias, "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", folder.resolve("keys.p12").toString()));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new AssertionError(output);
    }
  }
}
