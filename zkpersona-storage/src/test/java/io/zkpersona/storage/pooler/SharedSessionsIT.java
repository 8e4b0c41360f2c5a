package io.zkpersona.storage.pooler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.PgBouncer;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.Transaction;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a pooler that gives each transaction another session and passes on no startup setting. */
@NewestServerOnly
@ParameterizedClass
@ValueSource(strings = {"", "extra_float_digits", "extra_float_digits,options"})
class SharedSessionsIT {

  private static final String SETTINGS =
      "SELECT pg_catalog.string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings"
          + " WHERE name IN ('statement_timeout', 'lock_timeout',"
          + " 'default_transaction_isolation', 'default_transaction_read_only', 'array_nulls',"
          + " 'idle_in_transaction_session_timeout', 'extra_float_digits', 'bytea_output',"
          + " 'standard_conforming_strings', 'search_path')";

  private static PgBouncer pooler;
  private static TestDatabase database;

  private final String ignored;
  private DatabaseManager manager;

  SharedSessionsIT(String ignored) {
    this.ignored = ignored;
  }

  @BeforeParameterizedClassInvocation
  static void start(String ignored) {
    pooler = PgBouncer.ignoring(ignored);
    database = TestDatabase.migrated();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    database.close();
    pooler.close();
  }

  @BeforeEach
  void open() {
    manager = DatabaseManager.open(config().build());
  }

  @AfterEach
  void close() {
    manager.close();
    database.execute("DELETE FROM zkpersona.users");
  }

  @Test
  void thePoolerIsOfTheKindThatIsMeant() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("options", "-c zkpersona.other=1");
    String url = "jdbc:" + pooler.url(database.url()).replaceFirst("//[^@]*@", "//");

    if (ignored.contains("options")) {
      DriverManager.getConnection(url, properties).close();
    } else {
      assertThatThrownBy(() -> DriverManager.getConnection(url, properties).close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08P01"));
    }
  }

  private DatabaseConfigBuilder config() {
    return database.config().databaseUrl(pooler.url(database.url()));
  }

  private Connection pastTheLibrary() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:"
            + pooler.url(database.url()).replaceFirst("//[^@]*@", "//")
            + "?user=postgres&prepareThreshold=0");
  }

  @Test
  void eachTransactionHasTheIsolationAndTheAccessThatItAskedFor() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Isolation> levels = List.of(Isolation.values());
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 160; i++) {
        Isolation isolation = levels.get(i % levels.size());
        boolean readOnly = i % 2 == 0;
        all.add(threads.submit(() -> assertModes(isolation, readOnly)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertModes(Isolation isolation, boolean readOnly) {
    TransactionOptions options = TransactionOptions.defaults().isolation(isolation);
    manager.inTransaction(
        readOnly ? options.readOnly() : options,
        tx -> {
          assertThat(setting(tx, "transaction_isolation"))
              .isEqualTo(isolation.name().toLowerCase(Locale.ROOT).replace('_', ' '));
          assertThat(setting(tx, "transaction_read_only")).isEqualTo(readOnly ? "on" : "off");
          assertThat(setting(tx, "statement_timeout")).isEqualTo("30s");
          assertThat(setting(tx, "lock_timeout")).isEqualTo("10s");
          assertThat(setting(tx, "idle_in_transaction_session_timeout")).isEqualTo("5min");
        });
  }

  @Test
  void nothingOfItStaysInTheSessionsOfOthers() throws SQLException {
    String before = database.queryOne(SETTINGS);
    for (int i = 0; i < 20; i++) {
      TransactionOptions options = TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE);
      manager.inTransaction(options.readOnly(), tx -> tx.users().count());
      manager.repositories().users().createAll(List.of(named("ada " + i), named("eve " + i)));
      try (Stream<User> users = manager.repositories().users().stream()) {
        assertThat(users).hasSize(2 * (i + 1));
      }
    }

    try (Connection one = pastTheLibrary();
        Connection two = pastTheLibrary();
        Connection three = pastTheLibrary()) {
      for (Connection connection : List.of(one, two, three)) {
        connection.setAutoCommit(false);
        assertThat(Backends.one(connection, SETTINGS)).isEqualTo(before);
      }
    }
  }

  @Test
  void whatOthersLeaveInTheirSessionsDoesNotMatter() throws SQLException {
    try (Connection one = pastTheLibrary();
        Connection two = pastTheLibrary();
        Connection three = pastTheLibrary()) {
      for (Connection connection : List.of(one, two, three)) {
        Backends.execute(connection, "SET default_transaction_read_only = on");
        Backends.execute(connection, "SET default_transaction_isolation = serializable");
        // Long enough for the statements that replace it.
        Backends.execute(connection, "SET statement_timeout = '500ms'");
      }
    }
    for (int i = 0; i < 10; i++) {
      create("ada " + i);
      manager.inTransaction(
          tx -> {
            User made = tx.users().create(named("in a transaction"));
            assertThat(setting(tx, "transaction_isolation")).isEqualTo("read committed");
            assertThat(setting(tx, "statement_timeout")).isEqualTo("30s");
            tx.users().deleteById(made.id());
          });
    }
    assertThat(manager.repositories().users().count()).isEqualTo(10);
    database.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND pid <> pg_backend_pid()");
  }

  @Test
  void aSingleStatementHasItsLimits() throws SQLException {
    User ada = create("ada");
    try (DatabaseManager hasty =
            DatabaseManager.open(config().lockTimeout(Duration.ofMillis(100)).build());
        Connection other = database.connect()) {
      other.setAutoCommit(false);
      Backends.execute(other, "SELECT FROM zkpersona.users FOR UPDATE");
      assertThatThrownBy(() -> hasty.repositories().users().deleteById(ada.id()))
          .isInstanceOf(StatementTimeoutException.class)
          .hasMessageContaining("DB_LOCK_TIMEOUT_MS");
      assertThatThrownBy(() -> hasty.inTransaction(tx -> tx.users().deleteById(ada.id())))
          .isInstanceOf(StatementTimeoutException.class);
      assertThat(hasty.repositories().users().count()).isOne();
    }
    try (DatabaseManager hasty =
            DatabaseManager.open(config().statementTimeout(Duration.ofMillis(100)).build());
        Connection other = database.connect()) {
      other.setAutoCommit(false);
      Backends.execute(other, "SELECT FROM zkpersona.users FOR UPDATE");
      assertThatThrownBy(() -> hasty.repositories().users().deleteById(ada.id()))
          .isInstanceOf(StatementTimeoutException.class)
          .hasMessageContaining("DB_STATEMENT_TIMEOUT_MS");
      assertThat(hasty.repositories().users().count()).isOne();
    }
  }

  @Test
  void aTransactionThatBeginsWithASavepointHasItsLimits() {
    String limit =
        manager.withConnection(
            connection -> {
              connection.setAutoCommit(false);
              manager
                  .repositoriesOn(connection)
                  .users()
                  .createAll(List.of(named("ada"), named("eve")));
              String found = Backends.setting(connection, "lock_timeout");
              connection.rollback();
              connection.setAutoCommit(true);
              return found;
            });

    assertThat(limit).isEqualTo("10s");
  }

  @Test
  void aFailedStatementLeavesNoTransactionOpen() {
    create("ada");
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> create("ada")).isInstanceOf(DuplicateEntityException.class);
    }
    assertThat(
            database.queryOne(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND state LIKE 'idle in transaction%'"))
        .isEqualTo("0");
    assertThat(manager.repositories().users().count()).isOne();
  }

  @Test
  void manyRowsAreStoredAndStreamed() {
    manager
        .repositories()
        .users()
        .createAll(IntStream.range(0, 3_000).mapToObj(i -> named("name " + i)).toList());

    try (Stream<User> users = manager.repositories().users().stream()) {
      assertThat(users).hasSize(3_000);
    }
  }

  @Test
  void migrationsTakeAUrlOfTheirOwn() {
    try (TestDatabase empty = TestDatabase.empty()) {
      DatabaseConfigBuilder through = empty.config().databaseUrl(pooler.url(empty.url()));

      assertThatThrownBy(() -> DatabaseManager.open(through.build()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("DB_MIGRATION_URL");
      try (DatabaseManager migrated =
          DatabaseManager.open(through.migrationUrl(Secret.of(empty.url())).build())) {
        assertThat(migrated.repositories().users().count()).isZero();
      }
    }
  }

  private User create(String name) {
    return manager.repositories().users().create(named(name));
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  private static String setting(Transaction tx, String name) {
    return tx.withConnection(connection -> Backends.setting(connection, name));
  }
}
