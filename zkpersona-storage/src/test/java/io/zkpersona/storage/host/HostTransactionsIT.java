package io.zkpersona.storage.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.SpringTransactions;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Completion;
import io.zkpersona.storage.transaction.HostTransactions;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls inside a transaction of a framework: Spring, over a pool of one connection. */
@NewestServerOnly
class HostTransactionsIT {

  private static final String NAMES = "SELECT username FROM zkpersona.users ORDER BY username";

  private static final String LISTENING =
      "SELECT pid::text FROM pg_stat_activity WHERE state = 'idle' AND query LIKE 'LISTEN %'"
          + " AND datname = current_database()";

  private static final UserFilter EVERYBODY = UserFilter.builder().build();

  private final List<Completion> heard = new ArrayList<>();
  private TestDatabase database;
  private HikariDataSource pool;
  private JdbcTemplate host;
  private TransactionTemplate spring;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    database.execute("CREATE TABLE host (name text PRIMARY KEY)");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(3_000);
    pool = new HikariDataSource(config);
    host = new JdbcTemplate(pool);
    spring = new TransactionTemplate(new DataSourceTransactionManager(pool));
    manager = joining(new SpringTransactions(pool));
  }

  @AfterEach
  void close() {
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    manager.close();
    pool.close();
    database.close();
  }

  private static DatabaseConfig config() {
    return DatabaseConfig.forDataSource().autoMigrate(false).build();
  }

  private DatabaseManager joining(HostTransactions transactions) {
    return DatabaseManager.using(pool, config(), transactions);
  }

  private static User create(Repositories repositories, String name) {
    return repositories
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  private void hosts(String name) {
    host.update("INSERT INTO host VALUES (?)", name);
  }

  private void assertStored(String... names) {
    assertThat(database.query(NAMES)).containsExactly(names);
    assertThat(database.query("SELECT name FROM host ORDER BY name")).containsExactly(names);
  }

  @Test
  void whatTheLibraryWritesIsCommittedWithTheHosts() {
    spring.executeWithoutResult(
        status -> {
          hosts("ada");
          create(manager.repositories(), "ada");
          manager.withConnection(
              connection -> {
                assertThat(connection.getAutoCommit()).isFalse();
                return true;
              });
          assertThat(database.query(NAMES)).isEmpty();
          assertThat(manager.repositories().users().count()).isOne();
        });

    assertStored("ada");
  }

  @Test
  void whatTheLibraryWritesIsRolledBackWithTheHosts() {
    assertThatThrownBy(
            () ->
                spring.executeWithoutResult(
                    status -> {
                      create(manager.repositories(), "ada");
                      manager.inTransaction(tx -> create(tx, "bob"));
                      hosts("ada");
                      throw new IllegalStateException("the host's own");
                    }))
        .hasMessage("the host's own");

    assertStored();
  }

  @Test
  void aPoolInManualCommitModeServesCallsInsideAndOutsideOfATransaction() {
    HikariConfig config = copy();
    config.setAutoCommit(false);
    try (HikariDataSource manual = new HikariDataSource(config);
        DatabaseManager joining =
            DatabaseManager.using(manual, config(), new SpringTransactions(manual))) {
      TransactionTemplate template =
          new TransactionTemplate(new DataSourceTransactionManager(manual));

      create(joining.repositories(), "ada");
      joining.inTransaction(tx -> create(tx, "bob"));
      template.executeWithoutResult(status -> create(joining.repositories(), "cleo"));
      template.executeWithoutResult(
          status -> {
            create(joining.repositories(), "dan");
            status.setRollbackOnly();
          });

      assertThat(database.query(NAMES)).containsExactly("ada", "bob", "cleo");
      assertThat(joining.withConnection(Connection::getAutoCommit)).isTrue();
      assertThat(manual.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void aPoolInManualCommitModeIsMigratedAndListenedTo() throws Exception {
    HikariConfig config = copy();
    config.setAutoCommit(false);
    config.setMaximumPoolSize(4);
    database.execute("DROP SCHEMA zkpersona CASCADE");
    try (HikariDataSource manual = new HikariDataSource(config);
        DatabaseManager joining =
            DatabaseManager.using(
                manual, DatabaseConfig.forDataSource().build(), new SpringTransactions(manual))) {
      assertThat(joining.migrationStatus().isUpToDate()).isTrue();

      WorkQueue queue = joining.repositories().behaviorInputs().workQueue();
      CompletableFuture<Boolean> woken =
          OwnThreads.supply(() -> queue.awaitWork(Duration.ofSeconds(25)));
      Eventually.holds("LISTEN", () -> !database.query(LISTENING).isEmpty());
      queue.notifyWorkers();

      assertThat(woken.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aConnectionInATransactionThatTheHookDoesNotDeclareIsRefused() throws SQLException {
    try (HikariDataSource other = new HikariDataSource(copy());
        Connection shared = other.getConnection()) {
      shared.setAutoCommit(false);
      shared.createStatement().execute("INSERT INTO host VALUES ('ada')");
      SingleConnectionDataSource source = new SingleConnectionDataSource(shared, true);

      assertThatThrownBy(
              () -> DatabaseManager.using(source, config(), new SpringTransactions(source)))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("manual-commit mode");
      shared.rollback();
    }

    assertStored();
  }

  @Test
  void outsideOfATransactionEachCallIsOneOfItsOwn() {
    create(manager.repositories(), "ada");
    hosts("ada");

    assertStored("ada");
  }

  @Test
  void aBlockThatFailsIsUndoneAloneAndTheHostGoesOn() {
    spring.executeWithoutResult(
        status -> {
          User ada = create(manager.repositories(), "ada");
          hosts("ada");
          assertThatThrownBy(
                  () ->
                      manager.inTransaction(
                          tx -> {
                            tx.afterCompletion(heard::add);
                            create(tx, "bob");
                            tx.users().save(ada);
                          }))
              .isInstanceOf(DuplicateEntityException.class);
          manager.inTransaction(tx -> tx.afterCompletion(heard::add));
          assertThat(heard).isEmpty();
        });

    assertStored("ada");
    assertThat(heard).containsExactly(Completion.ROLLED_BACK, Completion.COMMITTED);
  }

  @Test
  void aBlockHearsThatTheHostRolledBack() {
    spring.executeWithoutResult(
        status -> {
          manager.inTransaction(tx -> tx.afterCompletion(heard::add));
          status.setRollbackOnly();
        });

    assertThat(heard).containsExactly(Completion.ROLLED_BACK);
  }

  @Test
  void streamsAndBulkCallsWorkInTheHostsTransaction() {
    spring.executeWithoutResult(
        status -> {
          List<User> made =
              manager
                  .repositories()
                  .users()
                  .createAll(
                      Stream.of("ada", "bob")
                          .map(
                              name ->
                                  CreateUserRequest.builder().username(new Username(name)).build())
                          .toList());
          hosts("ada");
          hosts("bob");
          try (Stream<User> all = manager.repositories().users().stream(EVERYBODY)) {
            assertThat(all).containsExactlyInAnyOrderElementsOf(made);
          }
        });

    assertStored("ada", "bob");
  }

  @Test
  void optionsThatTheHostsTransactionDoesNotHaveAreRefused() {
    spring.executeWithoutResult(
        status -> {
          TransactionOptions own = TransactionOptions.defaults();
          assertRefused(
              () -> manager.inTransaction(own.isolation(Isolation.SERIALIZABLE), tx -> {}));
          assertRefused(() -> manager.inTransaction(own.readOnly(), tx -> {}));
          assertRefused(() -> manager.inTransaction(own.retries(1), tx -> {}));
        });
    spring.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
    spring.executeWithoutResult(
        status ->
            manager.inTransaction(
                TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE),
                tx -> create(tx, "ada")));
    hosts("ada");

    assertStored("ada");
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("expected: its isolation and access mode");
  }

  private static BehaviorInput input() {
    return BehaviorInput.builder().inputData(Json.emptyObject()).build();
  }

  @Test
  void groupCommitIsRefusedInTheHostsTransaction() {
    spring.executeWithoutResult(
        status ->
            assertThatThrownBy(
                    () ->
                        manager
                            .repositories()
                            .behaviorInputs()
                            .groupCommit(GroupCommitOptions.defaults())
                            .save(input()))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("inside a transaction of the host"));

    assertThat(manager.repositories().behaviorInputs().count()).isZero();
  }

  @Test
  void aClosedManagerIsRefusedInTheHostsTransactionToo() {
    manager.close();

    spring.executeWithoutResult(
        status -> {
          assertThatThrownBy(() -> manager.repositories().users().count())
              .isInstanceOf(ManagerClosedException.class);
          assertThatThrownBy(() -> manager.inTransaction(tx -> {}))
              .isInstanceOf(ManagerClosedException.class);
        });
  }

  @Test
  void aHooksConnectionInAutoCommitIsRefusedAndGivenBack() throws SQLException {
    try (Connection wrong = pool.getConnection()) {
      List<Connection> back = new ArrayList<>();
      HostTransactions hook =
          new HostTransactions() {
            @Override
            public @Nullable Connection connection() {
              return wrong;
            }

            @Override
            public void release(Connection connection) {
              back.add(connection);
            }

            @Override
            public void afterCompletion(Consumer<? super Completion> callback) {}
          };
      wrong.setAutoCommit(false);
      wrong.setAutoCommit(true);
      try (HikariDataSource other = new HikariDataSource(copy());
          DatabaseManager misled = DatabaseManager.using(other, config(), hook)) {
        assertThatThrownBy(() -> misled.repositories().users().count())
            .isInstanceOf(TransactionException.class)
            .hasMessageContaining("in auto-commit mode (expected: one in manual-commit mode");
      }
      assertThat(back).containsExactly(wrong);
    }
  }

  private HikariConfig copy() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setMaximumPoolSize(1);
    return config;
  }

  @Test
  void withoutAHookEveryCallInsideATransactionOfSpringsIsRefused() {
    User ada = create(manager.repositories(), "ada");
    hosts("ada");
    try (DatabaseManager own = database.open();
        HikariDataSource other = new HikariDataSource(copy());
        DatabaseManager borrowed = DatabaseManager.using(other, config())) {
      for (DatabaseManager beside : List.of(own, borrowed)) {
        Map<String, ThrowingCallable> calls =
            Map.of(
                "write", () -> create(beside.repositories(), "bob"),
                "read", () -> beside.repositories().users().count(),
                "stream", () -> beside.repositories().users().stream(EVERYBODY).close(),
                "many", () -> beside.repositories().users().saveAll(List.of(ada)),
                "block", () -> beside.inTransaction(tx -> {}),
                "lent", () -> beside.withConnection(Connection::getSchema),
                "group commit",
                    () ->
                        beside
                            .repositories()
                            .behaviorInputs()
                            .groupCommit(GroupCommitOptions.defaults())
                            .save(input()));
        calls.forEach(
            (name, call) ->
                spring.executeWithoutResult(
                    status ->
                        assertThatThrownBy(call)
                            .as(name)
                            .isInstanceOf(TransactionException.class)
                            .hasMessageContaining("using(dataSource, config, hostTransactions)")
                            .hasMessageContaining("outsideTransaction()")));

        assertThat(beside.repositories().users().count()).isOne();
        spring.executeWithoutResult(
            status -> assertThat(beside.outsideTransaction().users().count()).isOne());
        spring.executeWithoutResult(status -> assertThat(beside.health().isHealthy()).isTrue());
      }
    }

    assertStored("ada");
  }
}
