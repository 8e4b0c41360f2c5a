package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseManagerOpenIT {

  private static TestDatabase database;
  private static String server;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.migrated();
    server = database.config().build().hosts().get(0);
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @Test
  void waitsForAServerThatIsComingUp() {
    try (TcpProxy proxy = TcpProxy.droppingFirst(2, server);
        LogCapture log = new LogCapture();
        DatabaseManager manager = DatabaseManager.open(through(proxy).retryAttempts(3).build())) {
      assertThat(manager.health().isHealthy()).isTrue();
      assertThat(log.lines("to connect failed"))
          .satisfiesExactly(
              first -> assertThat(first).contains("attempt 1 of 3"),
              second -> assertThat(second).contains("attempt 2 of 3"));
      assertThat(log.text()).doesNotContain("localhost", "org.postgresql");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void triesAsOftenAsConfiguredAndNoMore(int attempts) {
    try (TcpProxy proxy = TcpProxy.dropping()) {
      DatabaseConfig config = through(proxy).retryAttempts(attempts).build();

      assertThatThrownBy(() -> DatabaseManager.open(config))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageNotContainingAny("localhost", Integer.toString(proxy.port()), "postgres");
      assertThat(proxy.connections()).isEqualTo(attempts);
    }
  }

  @Test
  void aPortNobodyListensOnIsUnavailable() throws IOException {
    int port = freePort();
    DatabaseConfig config =
        database.config().databaseUrl(url("postgres", port)).retryDelay(Duration.ZERO).build();

    assertThatThrownBy(() -> DatabaseManager.open(config))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageNotContainingAny("localhost", Integer.toString(port));
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpAfterTheConnectTimeout() {
    try (TcpProxy proxy = TcpProxy.silent()) {
      DatabaseConfig config =
          through(proxy).retryAttempts(1).connectTimeout(Duration.ofSeconds(1)).build();

      assertThatThrownBy(() -> DatabaseManager.open(config))
          .isInstanceOf(DatabaseUnavailableException.class);
      assertThatThrownBy(
              () -> DatabaseManager.open(config.toBuilder().testConnection(false).build()))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
  }

  @Test
  void interruptionEndsTheWaitingBetweenAttempts() throws Exception {
    try (TcpProxy proxy = TcpProxy.dropping()) {
      DatabaseConfig config = through(proxy).retryDelay(Duration.ofHours(1)).build();
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread opener =
          new Thread(
              () -> {
                try {
                  DatabaseManager.open(config).close();
                  interrupted.completeExceptionally(new AssertionError("opened"));
                } catch (DatabaseUnavailableException e) {
                  interrupted.complete(Thread.currentThread().isInterrupted());
                } catch (RuntimeException e) {
                  interrupted.completeExceptionally(e);
                }
              });
      opener.start();
      proxy.awaitConnection();
      opener.interrupt();

      assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void withoutTheTestAMissingServerIsStillSaidInOurWords() {
    try (TcpProxy proxy = TcpProxy.dropping()) {
      DatabaseConfig config = through(proxy).testConnection(false).retryAttempts(5).build();

      assertThatThrownBy(() -> DatabaseManager.open(config))
          .isInstanceOf(DatabaseUnavailableException.class);
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void withoutTheTestAGoodServerIsOpened() {
    try (DatabaseManager manager =
        DatabaseManager.open(database.config().testConnection(false).build())) {
      assertThat(manager.repositories().users().count()).isZero();
    }
  }

  @Test
  void aConfigurationWithoutUrlCanNotBeOpened() {
    DatabaseConfig config = DatabaseConfig.forDataSource().build();

    assertThatThrownBy(() -> DatabaseManager.open(config))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo("DATABASE_URL"));
  }

  @Test
  void whatFailsToOpenLeavesNoThreadAndNoConnection() {
    String schema = "never_migrated";
    DatabaseConfig config =
        database.config().schema(schema).autoMigrate(false).minConnections(2).build();

    assertThatThrownBy(() -> DatabaseManager.open(config)).hasMessageContaining(schema);
    Eventually.holds(
        "the pool's threads have ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains(schema)));
  }

  @Test
  void theServerSeesTheApplicationName() {
    try (DatabaseManager manager =
        DatabaseManager.open(database.config().applicationName("ledger of deeds").build())) {
      List<String> names =
          manager.withConnection(
              connection -> {
                try (var statement = connection.createStatement();
                    var result =
                        statement.executeQuery(
                            "SELECT application_name FROM pg_stat_activity"
                                + " WHERE pid = pg_backend_pid()")) {
                  result.next();
                  return List.of(result.getString(1));
                }
              });

      assertThat(names).containsExactly("ledger of deeds");
    }
  }

  @Test
  void severalHostsAreTriedInOrder() throws IOException {
    String url = "postgresql://postgres:postgres@localhost:%d,%s/%s";
    DatabaseConfig config =
        database
            .config()
            .databaseUrl(url.formatted(freePort(), server, database.config().build().database()))
            .retryAttempts(1)
            .build();

    try (DatabaseManager manager = DatabaseManager.open(config)) {
      assertThat(manager.health().isHealthy()).isTrue();
    }
  }

  private static DatabaseConfigBuilder through(TcpProxy proxy) {
    DatabaseConfig direct = database.config().build();
    String password = direct.password().orElseThrow().reveal();
    return database
        .config()
        .databaseUrl(url(direct.user() + ":" + password, proxy.port()) + "?sslmode=disable")
        .retryDelay(Duration.ofMillis(1));
  }

  private static String url(String user, int port) {
    return "postgresql://%s@localhost:%d/%s"
        .formatted(user, port, database.config().build().database());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
