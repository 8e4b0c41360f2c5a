package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionIT {

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = database.open();
    database.execute(
        """
        CREATE TABLE public.deferred (
          id int,
          user_id uuid
            REFERENCES zkpersona.users (id) DEFERRABLE INITIALLY DEFERRED,
          UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)
        """);
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

  @Test
  void whatItDidIsThereForAllOnceItIsDone() {
    manager.inTransaction(
        tx -> {
          create(tx, "ada");
          create(tx, "bob");
          assertThat(tx.users().count()).isEqualTo(2);
          assertThat(names()).isEqualTo("0");
        });

    assertThat(names()).isEqualTo("2");
  }

  @Test
  void itsValueIsHandedOut() {
    User user = manager.callInTransaction(tx -> create(tx, "ada"));
    Optional<User> found = manager.callInTransaction(tx -> tx.users().findById(user.id()));
    String nothing = manager.callInTransaction(tx -> null);

    assertThat(found).contains(user);
    assertThat(nothing).isNull();
  }

  static Stream<Throwable> throwables() {
    return Stream.of(
        new IllegalStateException("runtime"),
        new IOException("checked"),
        new AssertionError("error"),
        new OutOfMemoryError("not really"));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void everyThrowableUndoesItAndComesThroughUnchanged(Throwable thrown) {
    Throwable caught =
        catchThrowable(
            () ->
                manager.inTransaction(
                    tx -> {
                      create(tx, "ada");
                      sneak(thrown);
                    }));

    assertThat(caught).isSameAs(thrown);
    assertThat(caught.getSuppressed()).isEmpty();
    assertThat(names()).isEqualTo("0");
    assertThat(manager.callInTransaction(tx -> create(tx, "ada")).username())
        .isEqualTo(new Username("ada"));
  }

  @Test
  void aCheckedExceptionIsTheCallersOwnType() {
    assertThatThrownBy(TransactionIT::throwing).isExactlyInstanceOf(IOException.class);
  }

  private static void throwing() throws IOException {
    manager.inTransactionThrowing(
        tx -> {
          create(tx, "ada");
          throw new IOException("out of paper");
        });
  }

  @Test
  void aBlockWithOptionsMayThrowACheckedExceptionToo() throws Exception {
    TransactionOptions options = TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE);
    assertThatThrownBy(
            () ->
                manager.inTransactionThrowing(
                    options,
                    tx -> {
                      create(tx, "ada");
                      throw new IOException("out of paper");
                    }))
        .isExactlyInstanceOf(IOException.class);
    assertThat(names()).isEqualTo("0");

    String name = manager.callInTransactionThrowing(options, tx -> written(create(tx, "ada")));
    assertThat(name).isEqualTo("ada");
  }

  private static String written(User user) throws IOException {
    Writer paper = new StringWriter();
    paper.write(user.username().value());
    return paper.toString();
  }

  @Test
  void aReferenceThatIsMissingAtTheCommitUndoesIt() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      create(tx, "ada");
                      tx.withConnection(
                          connection ->
                              Backends.execute(
                                  connection,
                                  "INSERT INTO public.deferred VALUES (1, gen_random_uuid())"));
                    }))
        .isInstanceOf(MissingReferenceException.class)
        .hasNoSuppressedExceptions();
    assertThat(names()).isEqualTo("0");
  }

  @Test
  void aDuplicateThatShowsAtTheCommitUndoesIt() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      create(tx, "ada");
                      tx.withConnection(
                          connection ->
                              Backends.execute(
                                  connection,
                                  "INSERT INTO public.deferred VALUES (7, NULL), (7, NULL)"));
                    }))
        .isInstanceOf(DuplicateEntityException.class);
    assertThat(names()).isEqualTo("0");
  }

  @Test
  void aSwallowedFailureDoesNotPassForSuccess() {
    create(manager.repositories(), "ada");

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      create(tx, "bob");
                      assertThatThrownBy(() -> create(tx, "ADA"))
                          .isInstanceOf(DuplicateEntityException.class);
                    }))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("an earlier statement");
    assertThat(names()).isEqualTo("1");
  }

  @Test
  void afterAFailureTheOtherStatementsSayThatOneFailed() {
    create(manager.repositories(), "ada");

    manager.<Boolean>callInTransaction(
        tx -> {
          assertThatThrownBy(
                  () ->
                      tx.inTransaction(
                          inner -> {
                            assertThatThrownBy(() -> create(inner, "ada"))
                                .isInstanceOf(DuplicateEntityException.class);
                            inner.users().count();
                          }))
              .isInstanceOf(TransactionException.class)
              .hasMessageContaining("nested transaction");
          return true;
        });
  }

  @Test
  void aFailingRollbackIsAddedAsSuppressed() {
    IllegalStateException thrown = new IllegalStateException("the block's own");

    Throwable caught =
        catchThrowable(
            () ->
                manager.inTransaction(
                    tx -> {
                      create(tx, "ada");
                      Backends.kill(database, tx.withConnection(Backends::pid));
                      throw thrown;
                    }));

    assertThat(caught).isSameAs(thrown);
    assertThat(caught.getSuppressed())
        .isNotEmpty()
        .allSatisfy(
            suppressed ->
                assertThat(suppressed)
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageNotContainingAny("terminating", "administrator", "FATAL"));
    assertThat(names()).isEqualTo("0");
  }

  @Test
  void aConnectionThatBreaksBeforeTheCommitUndoesIt() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      create(tx, "ada");
                      Backends.kill(database, tx.withConnection(Backends::pid));
                    }))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(names()).isEqualTo("0");
  }

  @Test
  void transactionsAreTimedAndTheirFailuresCountedByReason() {
    try (DatabaseManager fresh = database.open()) {
      fresh.inTransaction(tx -> create(tx, "ada"));
      assertThatThrownBy(() -> fresh.inTransaction(tx -> create(tx, "ada")))
          .isInstanceOf(DuplicateEntityException.class);
      assertThatThrownBy(
              () ->
                  fresh.inTransaction(
                      tx -> {
                        throw new IllegalStateException();
                      }))
          .isInstanceOf(IllegalStateException.class);

      var stats = fresh.queryStats().operations().get("transaction");

      assertThat(stats.count()).isEqualTo(3);
      assertThat(stats.errors()).containsOnlyKeys(ErrorCode.DUPLICATE).containsValue(1L);
    }
  }

  private static User create(Repositories repositories, String name) {
    return repositories
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  private static String names() {
    return database.queryOne("SELECT count(*) FROM zkpersona.users");
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
