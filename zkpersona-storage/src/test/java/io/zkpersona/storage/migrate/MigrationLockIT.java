package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A start with pending migrations while a transaction of the application has read from a table. */
@NewestServerOnly
class MigrationLockIT {

  private static final String READ = "SELECT count(*) FROM zkpersona.scoring_results";

  /** Migrations wait for an exclusive lock, and later readers would queue behind them. */
  @Test
  void readersAreAnsweredWhileAMigrationWaitsAndItGoesOnWhenItsTableIsFree() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (TestDatabase database = atVersion7();
        Connection host = database.connect();
        Connection reader = database.connect()) {
      host.setAutoCommit(false);
      Backends.one(host, READ);
      Backends.execute(reader, "SET statement_timeout = '20s'");

      Future<?> start =
          threads.submit(
              () ->
                  DatabaseManager.open(
                          database
                              .config()
                              .migrationLockTimeout(Duration.ofMillis(300))
                              .migrationTimeout(Duration.ofMinutes(5))
                              .build())
                      .close());
      for (int wait = 0; wait < 3; wait++) {
        Eventually.holds(
            "a migration waits for the table",
            () ->
                !database
                    .query(
                        "SELECT 1 FROM pg_locks WHERE NOT granted"
                            + " AND relation = 'zkpersona.scoring_results'::regclass")
                    .isEmpty());
        Backends.one(reader, READ);
        assertThat(start.isDone()).isFalse();
      }
      host.rollback();
      start.get();

      DatabaseManager.open(database.config().autoMigrate(false).build()).close();
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aTableThatStaysLockedEndsTheStartWithTheLimitsThatWereHit() throws SQLException {
    try (TestDatabase database = atVersion7();
        Connection host = database.connect()) {
      host.setAutoCommit(false);
      Backends.one(host, READ);

      assertThatThrownBy(
              () ->
                  DatabaseManager.open(
                      database
                          .config()
                          .migrationLockTimeout(Duration.ofMillis(100))
                          .migrationTimeout(Duration.ofSeconds(1))
                          .build()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("stayed locked")
          .hasMessageContaining("DB_MIGRATION_LOCK_TIMEOUT_MS")
          .hasMessageContaining("DB_MIGRATION_TIMEOUT_SECS");
      host.rollback();
      database.open().close();
    }
  }

  private static TestDatabase atVersion7() {
    TestDatabase database = TestDatabase.empty();
    MigrationScripts.migrateTo(database, "zkpersona", "0007");
    return database;
  }
}
