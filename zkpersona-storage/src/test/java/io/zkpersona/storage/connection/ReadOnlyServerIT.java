package io.zkpersona.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.PgBouncer;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server that accepts no writes: a standby, or one with read-only transactions by default. */
@NewestServerOnly
class ReadOnlyServerIT {

  private static User user(DatabaseManager manager, String name) {
    return manager
        .repositories()
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  private static DatabaseConfigBuilder config(EmbeddedPostgres server) {
    return DatabaseConfig.builder()
        .databaseUrl(server.url())
        .maxConnections(2)
        .minConnections(0)
        .connectTimeout(Duration.ofSeconds(5));
  }

  /** Makes the server recover, as after a crash, and wait for a primary. */
  private static void makeStandby(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      String folder = Backends.setting(connection, "data_directory");
      Backends.execute(connection, "CHECKPOINT");
      Backends.execute(connection, "COPY (SELECT 1) TO '" + folder + "/standby.signal'");
      ProcessHandle.of(Backends.pid(connection)).orElseThrow().destroyForcibly();
    }
    Eventually.holds("a standby", () -> isStandby(server));
  }

  private static boolean isStandby(EmbeddedPostgres server) {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      return Backends.one(connection, "SELECT pg_is_in_recovery()").equals("t");
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void aStandbyIsReadAndItsHealthSaysSoUntilItIsPromoted() throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        DatabaseManager before = DatabaseManager.open(config(server).build())) {
      user(before, "ada");
      assertThat(before.health()).isInstanceOf(HealthStatus.Healthy.class);
      makeStandby(server);

      Eventually.holds("read-only", () -> before.health() instanceof HealthStatus.ReadOnly);
      assertThat(before.health().isHealthy()).isFalse();
      try (LogCapture log = new LogCapture();
          DatabaseManager opened = DatabaseManager.open(config(server).build())) {
        assertThat(log.lines("standby")).hasSize(1);
        assertThat(opened.health()).isInstanceOf(HealthStatus.ReadOnly.class);
        assertThat(opened.repositories().users().count()).isOne();
        try (Stream<User> users = opened.repositories().users().stream()) {
          assertThat(users).hasSize(1);
        }
        assertThat(opened.<Long>callInTransaction(tx -> tx.users().count())).isOne();
        for (DatabaseManager manager : List.of(before, opened)) {
          assertThatThrownBy(() -> user(manager, "eve"))
              .isInstanceOfSatisfying(
                  DatabaseUnavailableException.class,
                  e -> assertThat(e.code().retryable()).isTrue())
              .hasMessageContaining("read-only");
        }
        assertPendingMigrationsAreRefused(server);

        promote(server);
        assertThat(user(opened, "eve")).isNotNull();
        assertThat(opened.health()).isInstanceOf(HealthStatus.Healthy.class);
      }
    }
  }

  private static void assertPendingMigrationsAreRefused(EmbeddedPostgres server) {
    assertThatThrownBy(() -> DatabaseManager.open(config(server).schema("another").build()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("standby")
        .hasMessageContaining("DB_MIGRATION_URL");
  }

  private static void promote(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      assertThat(Backends.one(connection, "SELECT pg_promote()")).isEqualTo("t");
    }
  }

  @Test
  void aServerThatBecomesAStandbyBehindAPoolerIsReadAgain() throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        PgBouncer pooler = PgBouncer.before(server.url())) {
      DatabaseManager.open(config(server).build()).close();
      try (DatabaseManager manager =
          DatabaseManager.open(
              config(server).databaseUrl(pooler.url(server.url())).maxConnections(1).build())) {
        user(manager, "ada");
        makeStandby(server);

        Eventually.holds("a read", () -> isRead(manager));
        assertThat(manager.<Long>callInTransaction(tx -> tx.users().count())).isOne();
        assertThat(manager.health()).isInstanceOf(HealthStatus.ReadOnly.class);
        assertThatThrownBy(() -> user(manager, "eve"))
            .isInstanceOf(DatabaseUnavailableException.class)
            .hasMessageContaining("read-only");
      }
    }
  }

  private static boolean isRead(DatabaseManager manager) {
    try {
      return manager.repositories().users().count() == 1;
    } catch (DatabaseUnavailableException e) {
      return false;
    }
  }

  @Test
  void aHostsSessionsThatAreReadOnlyByDefaultAreReadAndTheirHealthSaysSo() {
    try (TestDatabase database = TestDatabase.migrated();
        HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(database.jdbcUrl());
      pool.setMaximumPoolSize(2);
      database.execute(
          "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
              + " current_database()); END $$");
      try (DatabaseManager host =
          DatabaseManager.using(pool, DatabaseConfig.forDataSource().build())) {
        assertThat(host.health()).isInstanceOf(HealthStatus.ReadOnly.class);
        assertThat(host.repositories().users().count()).isZero();
      }
      // The library sets its own sessions to read-write.
      try (DatabaseManager manager = database.open()) {
        assertThat(manager.health()).isInstanceOf(HealthStatus.Healthy.class);
        assertThat(user(manager, "ada")).isNotNull();
      }
    }
  }
}
