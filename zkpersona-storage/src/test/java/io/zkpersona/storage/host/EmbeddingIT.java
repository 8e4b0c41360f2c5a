package io.zkpersona.storage.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.OneConnection;
import io.zkpersona.storage.testing.wire.Overheard;
import io.zkpersona.storage.testing.wire.TcpProxy;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A manager on the application's data source. */
@NewestServerOnly
class EmbeddingIT {

  private static final DatabaseConfig CONFIG = DatabaseConfig.forDataSource().build();

  private static TestDatabase database;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @AfterEach
  void clean() {
    database.execute("DELETE FROM zkpersona.users");
  }

  /** The caller has no stream to close. */
  @Test
  void aStreamThatCanNotBeOpenedGivesItsConnectionBack() throws SQLException {
    AtomicReference<Error> failure = new AtomicReference<>();
    try (OneConnection pool = new OneConnection(database.connect());
        DatabaseManager manager =
            DatabaseManager.using(
                Overheard.of(
                    pool,
                    sql -> {
                      if (failure.get() != null) {
                        throw failure.get();
                      }
                    }),
                CONFIG)) {
      failure.set(new LinkageError());

      assertThatThrownBy(() -> manager.repositories().users().stream().close())
          .isSameAs(failure.get());

      assertThat(pool.out()).isZero();
      assertThat(pool.real().getAutoCommit()).isTrue();
      assertThat(pool.real().isReadOnly()).isFalse();
    }
  }

  @Test
  void aPlainDataSourceWillDo() {
    try (DatabaseManager manager = DatabaseManager.using(plain(database), CONFIG)) {
      User user = manager.callInTransaction(tx -> create(tx, "ada"));

      assertThat(manager.repositories().users().getById(user.id())).isEqualTo(user);
      assertThat(manager.health().isHealthy()).isTrue();
      assertThat(manager.poolStats()).isEmpty();
    }
    Eventually.holds("the end of the sessions", () -> backends().equals("0"));
  }

  @Test
  void theHostsPoolIsUsedShownAndNeverClosed() throws SQLException {
    try (HikariDataSource pool = hikari(database, 3)) {
      DatabaseManager manager = DatabaseManager.using(pool, CONFIG);
      create(manager.repositories(), "ada");
      PoolStats stats = manager.poolStats().orElseThrow();
      assertThat(stats.maximum()).isEqualTo(3);
      assertThat(stats.active()).isZero();
      assertThat(stats.total()).isPositive();

      manager.close();
      manager.close();

      assertThat(pool.isClosed()).isFalse();
      assertThatThrownBy(() -> manager.repositories().users().count())
          .isInstanceOf(ManagerClosedException.class);
      try (Connection connection = pool.getConnection()) {
        assertThat(Backends.one(connection, "SELECT count(*) FROM zkpersona.users")).isEqualTo("1");
      }
      try (DatabaseManager again = DatabaseManager.using(pool, CONFIG)) {
        assertThat(again.repositories().users().count()).isEqualTo(1);
      }
    }
  }

  @Test
  void anEmptyDatabaseIsMigratedThroughTheHostsPoolWhichIsLeftAsItWas() throws SQLException {
    try (TestDatabase empty = TestDatabase.empty();
        HikariDataSource pool = hikari(empty, 2)) {
      try (DatabaseManager manager = DatabaseManager.using(pool, CONFIG)) {
        assertThat(manager.migrationStatus().isUpToDate()).isTrue();
        create(manager.repositories(), "ada");
      }
      try (Connection one = pool.getConnection();
          Connection two = pool.getConnection()) {
        for (Connection connection : new Connection[] {one, two}) {
          assertThat(Backends.setting(connection, "search_path")).isEqualTo("\"$user\", public");
          assertThat(connection.getAutoCommit()).isTrue();
        }
      }
      assertThat(empty.queryOne("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
          .isEqualTo("0");
    }
  }

  @Test
  void aSchemaThatIsBehindIsRefusedAndThePoolLeftOpen() {
    try (TestDatabase empty = TestDatabase.empty();
        HikariDataSource pool = hikari(empty, 2)) {
      DatabaseConfig config = DatabaseConfig.forDataSource().autoMigrate(false).build();

      assertThatThrownBy(() -> DatabaseManager.using(pool, config))
          .isInstanceOf(MigrationException.class);
      assertThat(pool.isClosed()).isFalse();
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void aDataSourceWithoutServerIsUnavailable() {
    try (TcpProxy proxy = TcpProxy.dropping()) {
      PGSimpleDataSource dataSource = plain(database);
      dataSource.setPortNumbers(new int[] {proxy.port()});

      assertThatThrownBy(() -> DatabaseManager.using(dataSource, CONFIG))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
  }

  @Test
  void aPoolThatCannotGiveTwoConnectionsToMigrateWithIsSaidToBeTooSmall() {
    HikariConfig small = hikariConfig(database, 1);
    small.setConnectionTimeout(250);
    try (HikariDataSource pool = new HikariDataSource(small)) {
      assertThatThrownBy(
              () ->
                  DatabaseManager.using(pool, CONFIG.toBuilder().schema("yet_to_be_made").build()))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContaining("no connection became free");
    }
  }

  @Test
  void aPoolOfOneIsEnoughWhereThereIsNothingToMigrate() throws SQLException {
    HikariConfig small = hikariConfig(database, 1);
    small.setConnectionTimeout(5_000);
    try (HikariDataSource pool = new HikariDataSource(small);
        DatabaseManager manager = DatabaseManager.using(pool, CONFIG)) {
      assertThat(manager.repositories().users().count()).isNotNegative();
    }
  }

  @Test
  void connectionsInManualCommitAreRefusedBeforeAnythingGetsLost() throws SQLException {
    HikariConfig manualCommit = hikariConfig(database, 2);
    manualCommit.setAutoCommit(false);
    try (HikariDataSource pool = new HikariDataSource(manualCommit)) {
      assertThatThrownBy(() -> DatabaseManager.using(pool, CONFIG))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("manual-commit mode")
          .hasMessageContaining("repositoriesOn(connection)");
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
    try (OneConnection host = new OneConnection(database.connect());
        DatabaseManager manager = DatabaseManager.using(host, CONFIG)) {
      host.real().setAutoCommit(false);
      assertThatThrownBy(() -> create(manager.repositories(), "ada"))
          .isInstanceOf(TransactionException.class);
      assertThat(host.out()).isZero();
      assertThat(host.real().getAutoCommit()).isFalse();
    }
  }

  @Test
  void aConnectionGoesBackAsItCame() throws SQLException {
    try (OneConnection host = new OneConnection(database.connect());
        DatabaseManager manager = DatabaseManager.using(host, CONFIG)) {
      Connection connection = host.real();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      for (Isolation isolation : Isolation.values()) {
        for (TransactionOptions options :
            new TransactionOptions[] {
              TransactionOptions.defaults().isolation(isolation),
              TransactionOptions.defaults().isolation(isolation).readOnly()
            }) {
          String inForce =
              manager.callInTransaction(
                  options,
                  tx -> tx.withConnection(c -> Backends.setting(c, "transaction_isolation")));
          assertThat(inForce).isEqualToIgnoringCase(isolation.name().replace('_', ' '));
          assertThatThrownBy(
                  () ->
                      manager.inTransaction(
                          options,
                          tx -> {
                            throw new IllegalStateException();
                          }))
              .isInstanceOf(IllegalStateException.class);
        }
      }
      create(manager.repositories(), "ada");
      try (Stream<User> users = manager.repositories().users().stream()) {
        assertThat(users).hasSize(1);
      }

      assertThat(host.out()).isZero();
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
    }
  }

  @Test
  void theIsolationOfATransactionIsNotLeftInTheHostsSession() throws SQLException {
    try (OneConnection host = new OneConnection(database.connect());
        DatabaseManager manager = DatabaseManager.using(host, CONFIG)) {
      host.failing("setTransactionIsolation", 0);

      String inside =
          manager.callInTransaction(
              TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE),
              tx -> tx.withConnection(one -> Backends.setting(one, "transaction_isolation")));

      assertThat(inside).isEqualTo("serializable");
      assertThat(Backends.setting(host.real(), "transaction_isolation"))
          .isEqualTo("read committed");
    }
  }

  @Test
  void aConnectionThatCannotBeGivenBackDoesNotFailWhatWasDone() throws SQLException {
    try (OneConnection host = new OneConnection(database.connect());
        DatabaseManager manager = DatabaseManager.using(host, CONFIG);
        LogCapture log = new LogCapture()) {
      host.failing("close", 0);

      create(manager.repositories(), "ada");
      manager.inTransaction(tx -> create(tx, "bob"));

      assertThat(log.lines("XX000")).hasSize(2);
      assertThat(log.text()).doesNotContain("marker");
    }
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.users")).isEqualTo("2");
  }

  @Test
  void aFailedCommitIsNoticedBehindAPoolThatHidesTheDriverToo() throws SQLException {
    try (OneConnection host = new OneConnection(database.connect()).hidingTheDriver();
        DatabaseManager manager = DatabaseManager.using(host, CONFIG)) {
      manager.inTransaction(tx -> create(tx, "ada"));
      assertThatThrownBy(
              () ->
                  manager.inTransaction(
                      tx -> {
                        create(tx, "bob");
                        assertThatThrownBy(() -> create(tx, "ada"))
                            .isInstanceOf(DuplicateEntityException.class);
                      }))
          .isInstanceOf(TransactionException.class);
    }
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.users")).isEqualTo("1");
  }

  @Test
  void aBrokenConnectionOfTheHostsGivesNoUglySurprise() throws SQLException {
    try (OneConnection host = new OneConnection(database.connect());
        DatabaseManager manager = DatabaseManager.using(host, CONFIG)) {
      assertThatThrownBy(
              () ->
                  manager.inTransaction(
                      TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE).readOnly(),
                      tx -> {
                        Backends.kill(database, tx.withConnection(Backends::pid));
                        tx.users().count();
                      }))
          .isInstanceOf(DatabaseUnavailableException.class);
      assertThat(host.out()).isZero();
    }
  }

  private static User create(Repositories repositories, String name) {
    return repositories
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  private static String backends() {
    return database.queryOne(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
  }

  private static PGSimpleDataSource plain(TestDatabase of) {
    DatabaseConfig config = of.config().build();
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(config.jdbcUrl());
    dataSource.setUser(config.user());
    config.password().ifPresent(password -> dataSource.setPassword(password.reveal()));
    return dataSource;
  }

  private static HikariDataSource hikari(TestDatabase of, int size) {
    return new HikariDataSource(hikariConfig(of, size));
  }

  private static HikariConfig hikariConfig(TestDatabase of, int size) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(plain(of));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    return config;
  }
}
