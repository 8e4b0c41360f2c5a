package io.zkpersona.storage.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** A borrower's changes to a session never reach the next borrower. */
class LentConnectionIT {

  private static final String STATE =
      """
      SELECT concat_ws('|', pg_backend_pid(), current_user, session_user,
        current_setting('statement_timeout'), current_setting('lock_timeout'),
        current_setting('default_transaction_isolation'),
        current_setting('default_transaction_read_only'), current_setting('TimeZone'),
        current_setting('DateStyle'), current_setting('search_path'),
        current_setting('application_name'), current_setting('array_nulls'),
        current_setting('idle_in_transaction_session_timeout'),
        current_setting('client_encoding'), coalesce(current_setting('my.own', true), ''),
        (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
        (SELECT count(*) FROM pg_listening_channels()),
        (SELECT count(*) FROM pg_cursors WHERE is_holdable),
        (SELECT count(*) FROM pg_prepared_statements WHERE from_sql),
        (SELECT count(*) FROM pg_class WHERE relpersistence = 't'))
      """;

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    database.execute("CREATE ROLE lent_test NOLOGIN; GRANT lent_test TO CURRENT_USER");
    manager = opened();
  }

  private static DatabaseManager opened() {
    return DatabaseManager.open(
        database
            .config()
            .maxConnections(1)
            .applicationName("lender's")
            .statementTimeout(Duration.ofSeconds(7))
            .build());
  }

  @AfterAll
  static void close() {
    manager.close();
    database.execute("DROP ROLE lent_test");
    database.close();
  }

  @AfterEach
  void nothingIsTaken() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
  }

  static Stream<String> changes() {
    return Stream.of(
        "SET statement_timeout = 1234",
        "SET lock_timeout = 0; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'ISO, DMY'",
        "SET search_path = pg_temp",
        "SET application_name = 'borrower'",
        "SET array_nulls = off; SET my.own = 'secret'",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY",
        "SET ROLE lent_test",
        "SET SESSION AUTHORIZATION lent_test",
        "SET SESSION AUTHORIZATION lent_test; SET ROLE lent_test",
        "CREATE TEMP TABLE users (id int)",
        "CREATE TEMP TABLE t (id serial); INSERT INTO t DEFAULT VALUES; SELECT lastval()",
        "SELECT pg_advisory_lock(7), pg_advisory_lock_shared(8), pg_advisory_lock(7)",
        "LISTEN left_behind; LISTEN also",
        "DECLARE held CURSOR WITH HOLD FOR SELECT generate_series(1, 3)",
        "PREPARE mine AS SELECT 1; PREPARE \"Of Mine\" AS SELECT 2");
  }

  @ParameterizedTest
  @MethodSource("changes")
  void theNextBorrowerFindsTheSessionAsItWas(String change) {
    String before = state(manager);
    manager.withConnection(connection -> Backends.execute(connection, change));
    assertThat(state(manager)).isEqualTo(before);

    manager.inTransaction(
        tx -> tx.withConnection(connection -> Backends.execute(connection, change)));
    assertThat(state(manager)).isEqualTo(before);

    assertThatThrownBy(
            () ->
                manager.withConnection(
                    connection -> {
                      Backends.execute(connection, change);
                      return Backends.execute(connection, "SELECT 1/0");
                    }))
        .isInstanceOf(ZkPersonaException.class);
    assertThat(state(manager)).isEqualTo(before);
  }

  private static String state(TransactionOperations borrower) {
    return borrower.withConnection(connection -> Backends.one(connection, STATE));
  }

  /** Otherwise they would have to be prepared and planned again. */
  @Test
  void statementsThatTheDriverKeepsPreparedAreKept() {
    for (int i = 0; i < 10; i++) {
      manager.repositories().users().count();
    }
    String prepared = "SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql";
    int before = Integer.parseInt(manager.withConnection(c -> Backends.one(c, prepared)));

    manager.withConnection(c -> Backends.execute(c, "SET my.own = 'x'"));

    assertThat(before).isPositive();
    assertThat(manager.<String>withConnection(c -> Backends.one(c, prepared)))
        .isEqualTo(Integer.toString(before));
    assertThat(manager.repositories().users().count()).isZero();
  }

  /** Settings of the driver, which the server does not know. */
  @Test
  void whatWasSetAtTheDriverIsPutBack() {
    int before = manager.withConnection(c -> driver(c).getPrepareThreshold());
    manager.withConnection(
        connection -> {
          driver(connection).setPrepareThreshold(77);
          driver(connection).setDefaultFetchSize(3);
          return true;
        });

    assertThat(manager.<Integer>withConnection(c -> driver(c).getPrepareThreshold()))
        .isEqualTo(before);
    assertThat(manager.<Integer>withConnection(c -> driver(c).getDefaultFetchSize())).isZero();
  }

  private static PGConnection driver(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class);
  }

  /** A session that cannot be reset is discarded. */
  @Test
  void whatCannotBeResetIsDropped() {
    String before = pid();
    manager.withConnection(
        connection -> {
          Backends.kill(database, Backends.pid(connection));
          return true;
        });
    assertThat(pid()).isNotEqualTo(before);
    assertThat(manager.repositories().users().count()).isZero();
  }

  private static String pid() {
    return manager.withConnection(connection -> Integer.toString(Backends.pid(connection)));
  }

  /** The role's default applies to the session's user. */
  @Test
  void aDefaultRoleIsKept() {
    String user = database.queryOne("SELECT current_user");
    String name = database.queryOne("SELECT current_database()");
    String alter = "ALTER ROLE \"%s\" IN DATABASE \"%s\" ".formatted(user, name);
    database.execute(
        "GRANT USAGE ON SCHEMA zkpersona TO lent_test;"
            + " GRANT SELECT ON ALL TABLES IN SCHEMA zkpersona TO lent_test;");
    administer(alter + "SET role = lent_test");
    try (DatabaseManager other =
        DatabaseManager.open(database.config().maxConnections(1).autoMigrate(false).build())) {
      String role = "SELECT current_user || ' ' || session_user";
      String before = other.withConnection(c -> Backends.one(c, role));
      assertThat(before).isEqualTo("lent_test " + user);

      other.withConnection(c -> Backends.execute(c, "SET ROLE NONE"));

      assertThat(other.<String>withConnection(c -> Backends.one(c, role))).isEqualTo(before);
    } finally {
      administer(alter + "RESET role");
    }
    database.execute("DROP OWNED BY lent_test");
  }

  /** Runs SQL from another database, where the role has no default. */
  private static void administer(String sql) {
    try (TestDatabase other = TestDatabase.empty()) {
      other.execute(sql);
    }
  }

  /** The application sets up its own connections. */
  @Test
  void aPoolOfTheHostsIsLeftAsItIs() {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(database.jdbcUrl());
      pool.setMaximumPoolSize(2);
      try (DatabaseManager host = DatabaseManager.using(pool, database.config().build())) {
        host.withConnection(c -> Backends.execute(c, "SET my.own = 'kept'"));

        assertThat(host.<String>withConnection(c -> Backends.setting(c, "my.own")))
            .isEqualTo("kept");
      }
    }
  }
}
