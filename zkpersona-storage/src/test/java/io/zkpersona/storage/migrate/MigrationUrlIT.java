package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.OneConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Migrations over a separate URL, and their refusal over shared sessions. */
@NewestServerOnly
class MigrationUrlIT {

  @Test
  void migrationsRunAsTheRoleOfTheirOwnUrl() {
    try (TestRole service = new TestRole();
        TestDatabase database = TestDatabase.empty()) {
      DatabaseConfig config =
          database
              .config()
              .databaseUrl(service.url(database))
              .migrationUrl(Secret.of(database.url()))
              .build();

      // The role may not read the history, which exists by then.
      assertThatThrownBy(
              () -> {
                DatabaseManager.open(config).close();
                DatabaseManager.open(config).close();
              })
          .hasMessageContaining("grants.sql");

      assertThat(
              database.queryOne(
                  "SELECT tableowner FROM pg_tables WHERE schemaname = 'zkpersona'"
                      + " AND tablename = 'users'"))
          .isNotEqualTo(service.name());
    }
  }

  @Test
  void aWrongPasswordOfTheirUrlIsNotBlamedOnTheOtherOne() {
    try (TestRole owner = new TestRole();
        TestDatabase database = TestDatabase.empty()) {
      DatabaseConfig config =
          database
              .config()
              .migrationUrl(Secret.of(owner.url(database).replace("/test_", "/no_such_test_")))
              .build();

      assertThatThrownBy(() -> DatabaseManager.open(config))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("DB_MIGRATION_URL: the server has no such database");
    }
  }

  @Test
  void aHostsPoolIsNotNeededForMigratingWhereTheyHaveAUrl() throws SQLException {
    try (TestDatabase database = TestDatabase.empty();
        OneConnection host = new OneConnection(database.connect());
        DatabaseManager manager =
            DatabaseManager.using(
                host,
                DatabaseConfig.forDataSource().migrationUrl(Secret.of(database.url())).build())) {
      assertThat(manager.migrationStatus().isUpToDate()).isTrue();
    }
  }

  /** Like two clients of a pooler in transaction mode. */
  @Test
  void sessionsThatAreSharedAreRefusedAndNothingIsChanged() throws SQLException {
    try (TestDatabase database = TestDatabase.empty();
        OneConnection shared = new OneConnection(database.connect())) {
      assertThatThrownBy(
              () -> DatabaseManager.using(shared, DatabaseConfig.forDataSource().build()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("DB_MIGRATION_URL: not set")
          .hasMessageContaining("pooler");

      assertThat(database.query("SELECT nspname FROM pg_namespace WHERE oid >= 16384")).isEmpty();
    }
  }

  @Test
  void aHostsConnectionsComeBackWithTheSettingsThatTheyHad() throws SQLException {
    try (TestDatabase database = TestDatabase.empty();
        HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(database.jdbcUrl());
      pool.setMaximumPoolSize(2);
      pool.setConnectionInitSql("SET search_path = public; SET lock_timeout = '7s'");

      DatabaseManager.using(pool, DatabaseConfig.forDataSource().build()).close();

      try (Connection one = pool.getConnection();
          Connection two = pool.getConnection()) {
        for (Connection connection : new Connection[] {one, two}) {
          assertThat(Backends.setting(connection, "search_path")).isEqualTo("public");
          assertThat(Backends.setting(connection, "lock_timeout")).isEqualTo("7s");
          assertThat(Backends.setting(connection, "statement_timeout")).isEqualTo("0");
          assertThat(Backends.setting(connection, "client_min_messages")).isEqualTo("notice");
        }
      }
    }
  }
}
