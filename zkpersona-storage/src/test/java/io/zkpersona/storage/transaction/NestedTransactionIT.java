package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A transaction inside a transaction, opened through the manager or the outer one. */
class NestedTransactionIT {

  private static TestDatabase database;
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
  void clean() {
    database.execute("DELETE FROM zkpersona.users");
  }

  static Stream<Named<BiConsumer<Transaction, Consumer<Transaction>>>> ways() {
    return Stream.of(
        Named.of("of the manager", (tx, action) -> manager.inTransaction(action)),
        Named.of("of the transaction", (tx, action) -> tx.inTransaction(action)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void bothAreKeptTogether(BiConsumer<Transaction, Consumer<Transaction>> nested) {
    manager.inTransaction(
        tx -> {
          create(tx, "outer");
          nested.accept(tx, inner -> create(inner, "inner"));
          assertThat(stored()).isEmpty();
        });

    assertThat(stored()).containsExactly("inner", "outer");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anInnerFailureUndoesOnlyInnerWork(BiConsumer<Transaction, Consumer<Transaction>> nested) {
    create(manager.repositories(), "taken");

    manager.inTransaction(
        tx -> {
          create(tx, "before");
          assertThatThrownBy(
                  () ->
                      nested.accept(
                          tx,
                          inner -> {
                            create(inner, "inner");
                            create(inner, "taken");
                          }))
              .isInstanceOf(DuplicateEntityException.class)
              .hasNoSuppressedExceptions();
          create(tx, "after");
        });

    assertThat(stored()).containsExactly("after", "before", "taken");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anOuterFailureUndoesBoth(BiConsumer<Transaction, Consumer<Transaction>> nested) {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      nested.accept(tx, inner -> create(inner, "inner"));
                      throw new IllegalStateException("outer");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stored()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aSwallowedInnerFailureDoesNotPassForSuccess(
      BiConsumer<Transaction, Consumer<Transaction>> nested) {
    create(manager.repositories(), "taken");

    manager.inTransaction(
        tx -> {
          create(tx, "outer");
          assertThatThrownBy(
                  () ->
                      nested.accept(
                          tx,
                          inner ->
                              assertThatThrownBy(() -> create(inner, "taken"))
                                  .isInstanceOf(DuplicateEntityException.class)))
              .isInstanceOf(TransactionException.class);
        });

    assertThat(stored()).containsExactly("outer", "taken");
  }

  @Test
  void itsValueAndItsCheckedExceptionComeThrough() {
    String value = manager.callInTransaction(tx -> tx.callInTransaction(inner -> "deep"));

    assertThat(value).isEqualTo("deep");
    manager.inTransaction(
        tx ->
            assertThatThrownBy(
                    () ->
                        tx.inTransactionThrowing(
                            inner -> {
                              throw new IOException("out of paper");
                            }))
                .isExactlyInstanceOf(IOException.class));
  }

  @Test
  void theyNestAsDeepAsIsWanted() {
    manager.inTransaction(tx -> descend(tx, 20));

    assertThat(stored()).hasSize(10).contains("level 10", "level 20").doesNotContain("level 11");
  }

  /** Nests a failing level below each level; the failure rolls back only itself. */
  private static void descend(TransactionOperations outer, int level) {
    if (level > 0) {
      outer.inTransaction(
          tx -> {
            create(tx, "level " + level);
            descend(tx, level - 2);
          });
      assertThatThrownBy(
              () ->
                  outer.inTransaction(
                      tx -> {
                        create(tx, "level " + (level - 1));
                        throw new IllegalStateException();
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void failedOnesDoNotPileUpOnTheServer() {
    String locks =
        "SELECT count(*) FROM pg_locks"
            + " WHERE locktype = 'transactionid' AND pid = pg_backend_pid()";

    String held =
        manager.callInTransaction(
            tx -> {
              create(tx, "outer");
              for (int i = 0; i < 5; i++) {
                assertThatThrownBy(
                        () ->
                            tx.inTransaction(
                                inner -> {
                                  create(inner, "inner");
                                  throw new IllegalStateException();
                                }))
                    .isInstanceOf(IllegalStateException.class);
              }
              return tx.callInTransaction(
                  inner -> {
                    create(inner, "inner");
                    return inner.withConnection(connection -> Backends.one(connection, locks));
                  });
            });

    assertThat(held).isEqualTo("2");
  }

  private static List<String> stored() {
    return database.query("SELECT username FROM zkpersona.users ORDER BY username");
  }

  private static void create(Repositories repositories, String name) {
    repositories.users().create(CreateUserRequest.builder().username(new Username(name)).build());
  }
}
