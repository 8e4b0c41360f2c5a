package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionOptionsIT {

  private static TestDatabase database;

  /** With one connection, a setting that is not reset shows at the next use. */
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(database.config().maxConnections(1).build());
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @AfterEach
  void theConnectionIsAsItWas() {
    assertThat(setting("transaction_isolation")).isEqualTo("read committed");
    assertThat(setting("transaction_read_only")).isEqualTo("off");
    boolean autoCommit = manager.withConnection(Connection::getAutoCommit);
    boolean readOnly = manager.withConnection(Connection::isReadOnly);
    assertThat(autoCommit).isTrue();
    assertThat(readOnly).isFalse();
    database.execute("DELETE FROM zkpersona.users");
  }

  @ParameterizedTest
  @EnumSource
  void theServerIsGivenTheIsolation(Isolation isolation) {
    String inForce =
        manager.callInTransaction(
            TransactionOptions.defaults().isolation(isolation),
            tx -> setting(tx, "transaction_isolation"));

    assertThat(inForce).isEqualTo(isolation.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /** The pool sets the defaults of its connections, so it need not query them each time. */
  @Test
  void theServersOwnDefaultDoesNotCount() {
    database.execute(
        "ALTER DATABASE \"%s\" SET default_transaction_isolation = 'serializable'"
            .formatted(database.queryOne("SELECT current_database()")));
    try (DatabaseManager other = database.open()) {
      assertThat(database.queryOne("SHOW default_transaction_isolation")).isEqualTo("serializable");
      other.inTransaction(
          tx -> assertThat(setting(tx, "transaction_isolation")).isEqualTo("read committed"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theIsolationIsPutBackAfterAFailureToo(Isolation isolation) {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    TransactionOptions.defaults().isolation(isolation).readOnly(),
                    tx -> {
                      throw new IllegalStateException("undone");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasNoSuppressedExceptions();
  }

  @Test
  void readCommittedSeesWhatOthersCommitMeanwhile() {
    long seen =
        manager.callInTransaction(
            tx -> {
              tx.users().count();
              insertPastTheLibrary();
              return tx.users().count();
            });

    assertThat(seen).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = "READ_COMMITTED", mode = EnumSource.Mode.EXCLUDE)
  void aSnapshotDoesNot(Isolation isolation) {
    long seen =
        manager.callInTransaction(
            TransactionOptions.defaults().isolation(isolation),
            tx -> {
              tx.users().count();
              insertPastTheLibrary();
              return tx.users().count();
            });

    assertThat(seen).isZero();
  }

  @Test
  void readOnlyReadsAndRefusesToWrite() {
    User user = create(manager.repositories(), "ada");
    TransactionOptions readOnly = TransactionOptions.defaults().readOnly();

    assertThat(manager.<Long>callInTransaction(readOnly, tx -> tx.users().count())).isEqualTo(1);
    assertThatThrownBy(() -> manager.inTransaction(readOnly, tx -> create(tx, "bob")))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("read-only");
    assertThatThrownBy(
            () -> manager.inTransaction(readOnly, tx -> tx.users().deleteById(user.id())))
        .isInstanceOf(TransactionException.class);
    assertThat(manager.repositories().users().count()).isEqualTo(1);
  }

  @Test
  void streamsWorkInAReadOnlyTransaction() {
    create(manager.repositories(), "ada");

    long streamed =
        manager.callInTransaction(
            TransactionOptions.defaults().readOnly(),
            tx -> {
              try (var users = tx.users().stream()) {
                return users.count();
              }
            });

    assertThat(streamed).isEqualTo(1);
  }

  @Test
  void aNestedBlockMayAskForTheSameOrForNothing() {
    TransactionOptions options =
        TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE).readOnly();

    String inForce =
        manager.callInTransaction(
            options,
            tx ->
                manager.callInTransaction(
                    options,
                    same ->
                        manager.callInTransaction(
                            nothing -> setting(nothing, "transaction_isolation"))));

    assertThat(inForce).isEqualTo("serializable");
  }

  @Test
  void nullOptionsAreRefusedByName() {
    TransactionOptions options = TransactionOptions.defaults();
    assertThatThrownBy(() -> options.isolation(null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("isolation: null (expected: a value)");
    assertThatThrownBy(
            () ->
                new TransactionOptions(
                    Isolation.SERIALIZABLE, null, 0, null, Consistency.primary()))
        .isInstanceOf(ValidationException.class)
        .hasMessage("access: null (expected: a value)");
    assertThatThrownBy(() -> options.deadline(null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("deadline: null (expected: a value)");
  }

  @Test
  void aNestedBlockMayNotAskForAnythingElse() {
    for (TransactionOptions other :
        new TransactionOptions[] {
          TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE),
          TransactionOptions.defaults().readOnly()
        }) {
      assertThatThrownBy(
              () ->
                  manager.inTransaction(
                      tx -> {
                        create(tx, "ada");
                        manager.inTransaction(other, inner -> create(inner, "bob"));
                      }))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("other options than the outer one");
    }
    assertThat(manager.repositories().users().count()).isZero();
  }

  @Test
  void switchedOffTransactionsAreRefusedButSavingManyStaysAllOrNone() {
    try (DatabaseManager off =
        DatabaseManager.open(database.config().transactionsEnabled(false).build())) {
      CreateUserRequest ada = CreateUserRequest.builder().username(new Username("ada")).build();

      assertThatThrownBy(() -> off.inTransaction(tx -> create(tx, "bob")))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("DB_ENABLE_TRANSACTIONS");
      assertThatThrownBy(() -> off.callInTransaction(tx -> 1))
          .isInstanceOf(TransactionException.class);
      assertThatThrownBy(() -> off.repositories().users().createAll(List.of(ada, ada)))
          .isInstanceOfSatisfying(
              DuplicateEntityException.class, e -> assertThat(e.index()).hasValue(1));
      assertThat(off.repositories().users().count()).isZero();
    }
  }

  private static User create(Repositories repositories, String name) {
    return repositories
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  private static void insertPastTheLibrary() {
    database.execute(
        "INSERT INTO zkpersona.users (id, username) VALUES (gen_random_uuid(), 'past')");
  }

  private static String setting(String name) {
    return manager.withConnection(connection -> Backends.setting(connection, name));
  }

  private static String setting(Transaction tx, String name) {
    return tx.withConnection(connection -> Backends.setting(connection, name));
  }
}
