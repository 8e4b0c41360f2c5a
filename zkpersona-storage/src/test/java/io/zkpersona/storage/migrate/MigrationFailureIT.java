package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.internal.pool.PoolFactory;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NewestServerOnly
class MigrationFailureIT {

  private static final String PERSONAL = "alice@old.example";

  @ParameterizedTest
  @CsvSource({
    "P0001, MIGRATION",
    "22P02, MIGRATION",
    "23505, MIGRATION",
    "40001, MIGRATION",
    "53200, DATABASE_UNAVAILABLE",
    "57P01, DATABASE_UNAVAILABLE"
  })
  void neitherTheErrorNorTheLogShowsTheDriversText(String state, String code) {
    try (TestDatabase database = atVersion7()) {
      // The migration updates scoring results, and this trigger makes it fail.
      database.execute(
          """
          INSERT INTO zkpersona.behavior_inputs (id, input_data, "timestamp")
            VALUES ('00000000-0000-0000-0000-000000000001', '{}', now());
          INSERT INTO zkpersona.scoring_results (behavior_input_id, score, model_version, "timestamp")
            VALUES ('00000000-0000-0000-0000-000000000001', 1, '%1$s', now());
          CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION USING ERRCODE = '%2$s', MESSAGE = 'no ' || OLD.model_version,
              DETAIL = OLD.model_version, HINT = OLD.model_version;
          END $$;
          CREATE TRIGGER fail BEFORE UPDATE ON zkpersona.scoring_results
            FOR EACH ROW EXECUTE FUNCTION fail()
          """
              .formatted(PERSONAL, state));
      List<String> before = SchemaSnapshot.of(database, "zkpersona");
      ByteArrayOutputStream log = new ByteArrayOutputStream();

      ZkPersonaException refused = capturing(log, () -> database.open());

      assertThat(refused.code().name()).isEqualTo(code);
      assertThat(stackTrace(refused)).contains(state).doesNotContain(PERSONAL, "UPDATE ", "ALTER ");
      assertThat(log.toString(StandardCharsets.UTF_8))
          .doesNotContain(PERSONAL, "UPDATE ", "ALTER ");
      assertThat(SchemaSnapshot.of(database, "zkpersona")).isEqualTo(before);

      database.execute("DROP TRIGGER fail ON zkpersona.scoring_results");
      database.open().close();
    }
  }

  @Test
  void aTableThatStaysLockedIsToldApartFromABrokenMigration() throws SQLException {
    try (TestDatabase database = atVersion7();
        Connection other = database.connect();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("LOCK TABLE zkpersona.users IN ACCESS EXCLUSIVE MODE");

      assertThatThrownBy(() -> open(impatient(database).lockTimeout(Duration.ofMinutes(10))))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("DB_MIGRATION_LOCK_TIMEOUT_MS")
          .hasMessageContaining("DB_MIGRATION_TIMEOUT_SECS")
          .hasMessageContaining("rolled back");

      other.rollback();
      database.open().close();
    }
  }

  @Test
  void theMigrationTimeoutStandsInForThoseOfCalls() throws SQLException {
    try (TestDatabase database = TestDatabase.empty();
        Connection connection =
            PoolFactory.forMigrations(
                    database
                        .config()
                        .lockTimeout(Duration.ofMillis(1))
                        .statementTimeout(Duration.ofMillis(2))
                        .migrationTimeout(Duration.ofMinutes(7))
                        .migrationLockTimeout(Duration.ofSeconds(3))
                        .build())
                .getConnection();
        Statement statement = connection.createStatement();
        ResultSet timeouts =
            statement.executeQuery(
                "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")) {
      assertThat(timeouts.next()).isTrue();
      assertThat(timeouts.getString(1)).isEqualTo("3s");
      assertThat(timeouts.getString(2)).isEqualTo("7min");
    }
  }

  @Test
  void whoWaitsInVainForAnothersMigrationSaysSo() throws Exception {
    try (TestDatabase database = atVersion7();
        Connection other = database.connect();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("LOCK TABLE zkpersona.users IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Void> first =
          OwnThreads.run(() -> open(database.config().migrationLockTimeout(Duration.ofMinutes(1))));
      awaitOneWaiting(database);

      assertThatThrownBy(() -> open(impatient(database)))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("another process is still migrating")
          .hasMessageContaining("DB_MIGRATION_TIMEOUT_SECS");

      other.rollback();
      first.get();
      open(database.config().autoMigrate(false));
    }
  }

  @Test
  void aDatabaseOfAnotherEncodingIsRefused() throws SQLException {
    String url = TestServer.get().jdbcUrl("postgres");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
      try {
        assertThatThrownBy(
                () -> open(DatabaseConfig.builder().databaseUrl(TestServer.get().url("latin1"))))
            .isInstanceOf(MigrationException.class)
            .hasMessage("schema zkpersona: the database is encoded in LATIN1 (expected: UTF8)");
      } finally {
        statement.execute("DROP DATABASE latin1 WITH (FORCE)");
      }
    }
  }

  private static TestDatabase atVersion7() {
    TestDatabase database = TestDatabase.empty();
    MigrationScripts.migrateTo(database, "zkpersona", "0007");
    return database;
  }

  private static DatabaseConfigBuilder impatient(TestDatabase database) {
    return database.config().migrationTimeout(Duration.ofSeconds(1));
  }

  private static void open(DatabaseConfigBuilder config) {
    DatabaseManager.open(config.build()).close();
  }

  private static void awaitOneWaiting(TestDatabase database) {
    while (database
        .query(
            "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'zkpersona.users'::regclass")
        .isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static ZkPersonaException capturing(ByteArrayOutputStream log, ThrowingCallable opening) {
    PrintStream original = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      return catchThrowableOfType(ZkPersonaException.class, opening);
    } finally {
      System.setErr(original);
    }
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
