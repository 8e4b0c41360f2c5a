package io.zkpersona.storage.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.ConnectionFunction;
import io.zkpersona.storage.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The caller's own SQL, and the limits that apply to all SQL. */
@NewestServerOnly
class WithConnectionIT {

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager =
        DatabaseManager.open(
            database
                .config()
                .maxConnections(1)
                .statementTimeout(Duration.ofMillis(700))
                .lockTimeout(Duration.ofMillis(300))
                .build());
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    database.execute("DELETE FROM zkpersona.users");
  }

  static Stream<Named<Consumer<Consumer<TransactionOperations>>>> lenders() {
    return Stream.of(
        Named.of("manager", use -> use.accept(manager)),
        Named.of("transaction", use -> manager.inTransaction(use)),
        Named.of("nested", use -> manager.inTransaction(tx -> tx.inTransaction(use))));
  }

  @ParameterizedTest
  @MethodSource("lenders")
  void aValueComesThroughNullToo(Consumer<Consumer<TransactionOperations>> lender) {
    lender.accept(
        operations -> {
          assertThat(operations.<String>withConnection(c -> Backends.one(c, "SELECT 'so'")))
              .isEqualTo("so");
          assertThat(operations.<String>withConnection(c -> null)).isNull();
        });
  }

  @ParameterizedTest
  @MethodSource("lenders")
  void whatTheDriverSaysIsTranslatedAndNotRepeated(
      Consumer<Consumer<TransactionOperations>> lender) {
    manager
        .repositories()
        .users()
        .create(CreateUserRequest.builder().username(new Username("marker-name")).build());
    String duplicate =
        "INSERT INTO zkpersona.users (id, username)" + " VALUES (gen_random_uuid(), 'MARKER-name')";

    assertThatThrownBy(() -> lender.accept(lending(c -> Backends.execute(c, duplicate))))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            e -> {
              assertThat(e.field()).isEqualTo("username");
              assertHidesTheDriver(e);
            });
    assertThatThrownBy(
            () -> lender.accept(lending(c -> Backends.execute(c, "SELECT 1 FROM marker_table"))))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> {
              assertThat(e.sqlState()).contains("42P01");
              assertHidesTheDriver(e);
            });
  }

  private static void assertHidesTheDriver(ZkPersonaException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      assertThat(cause.getMessage().toLowerCase(Locale.ROOT)).doesNotContain("marker");
      assertThat(cause.getClass().getName()).doesNotContain("PSQL");
    }
  }

  @ParameterizedTest
  @MethodSource("lenders")
  void anotherExceptionComesThroughUnchanged(Consumer<Consumer<TransactionOperations>> lender) {
    IllegalStateException own = new IllegalStateException("own");

    assertThatThrownBy(
            () ->
                lender.accept(
                    lending(
                        c -> {
                          throw own;
                        })))
        .isSameAs(own);
  }

  @Test
  void whatIsWrittenInATransactionBelongsToIt() {
    String insert = "INSERT INTO zkpersona.users (id, username) VALUES (gen_random_uuid(), 'ada')";

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.withConnection(connection -> Backends.execute(connection, insert));
                      assertThat(tx.users().findByUsername("ada")).isPresent();
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(manager.repositories().users().count()).isZero();

    manager.withConnection(connection -> Backends.execute(connection, insert));
    assertThat(manager.repositories().users().count()).isEqualTo(1);
  }

  @Test
  void aTransactionThatIsLeftOpenIsUndoneAndTheConnectionPutInOrder() {
    manager.withConnection(
        connection -> {
          connection.setAutoCommit(false);
          connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          return Backends.execute(
              connection,
              "INSERT INTO zkpersona.users (id, username) VALUES (gen_random_uuid(), 'ada')");
        });

    boolean autoCommit = manager.withConnection(Connection::getAutoCommit);
    assertThat(autoCommit).isTrue();
    assertThat(manager.repositories().users().count()).isZero();
    assertThat(setting("transaction_isolation")).isEqualTo("read committed");
  }

  @Test
  void theServerKnowsTheTimeouts() {
    assertThat(setting("statement_timeout")).isEqualTo("700ms");
    assertThat(setting("lock_timeout")).isEqualTo("300ms");
  }

  @Test
  void zeroMeansNoTimeout() {
    try (DatabaseManager unlimited =
        DatabaseManager.open(
            database.config().statementTimeout(Duration.ZERO).lockTimeout(Duration.ZERO).build())) {
      assertThat(unlimited.<String>withConnection(c -> Backends.setting(c, "statement_timeout")))
          .isEqualTo("0");
      assertThat(unlimited.<String>withConnection(c -> Backends.setting(c, "lock_timeout")))
          .isEqualTo("0");
    }
  }

  @ParameterizedTest
  @MethodSource("lenders")
  void aStatementThatRunsTooLongIsCancelled(Consumer<Consumer<TransactionOperations>> lender) {
    assertThatThrownBy(
            () -> lender.accept(lending(c -> Backends.execute(c, "SELECT pg_sleep(600)"))))
        .isInstanceOf(StatementTimeoutException.class)
        .hasMessageContaining("DB_STATEMENT_TIMEOUT_MS");
    assertThat(manager.health().isHealthy()).isTrue();
  }

  @Test
  void aRowThatStaysLockedIsNotWaitedForForEver() throws SQLException {
    var user =
        manager
            .repositories()
            .users()
            .create(CreateUserRequest.builder().username(new Username("ada")).build());

    try (Connection other = database.connect()) {
      other.setAutoCommit(false);
      Backends.execute(other, "UPDATE zkpersona.users SET email = 'a@example.org'");

      assertThatThrownBy(() -> manager.repositories().users().update(user))
          .isInstanceOf(StatementTimeoutException.class)
          .hasMessageContaining("DB_LOCK_TIMEOUT_MS");
      assertThatThrownBy(() -> manager.inTransaction(tx -> tx.users().deleteById(user.id())))
          .isInstanceOf(StatementTimeoutException.class);
      other.rollback();
    }

    assertThat(manager.repositories().users().update(user).username())
        .isEqualTo(new Username("ada"));
  }

  @Test
  void aServerThatFallsSilentIsGivenUpAfterTheSocketTimeout() {
    try (DatabaseManager deaf =
        DatabaseManager.open(
            database
                .config()
                .statementTimeout(Duration.ZERO)
                .socketTimeout(Duration.ofSeconds(1))
                .build())) {
      assertThatThrownBy(
              () ->
                  deaf.withConnection(
                      connection -> Backends.execute(connection, "SELECT pg_sleep(20)")))
          .isInstanceOf(OutcomeUnknownException.class);
      assertThat(deaf.health().isHealthy()).isTrue();
    }
  }

  private static String setting(String name) {
    return manager.withConnection(connection -> Backends.setting(connection, name));
  }

  private static Consumer<TransactionOperations> lending(ConnectionFunction<Boolean> function) {
    return operations -> operations.<Boolean>withConnection(function);
  }
}
