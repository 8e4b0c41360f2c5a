package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The objects that may be used while a transaction is open, and after it. */
class TransactionScopeIT {

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = database.open();
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

  static Stream<Named<Consumer<Repositories>>> uses() {
    return Stream.of(
        Named.of("read", all -> all.users().findById(UserId.generate())),
        Named.of("list", all -> all.behaviorInputs().findAll()),
        Named.of("count", all -> all.zkProofs().count()),
        Named.of("page", all -> all.scoringResults().findPage(PaginationParams.firstPage())),
        Named.of("stream", all -> all.behaviorSessions().stream().close()),
        Named.of("create", all -> create(all, "ada")),
        Named.of("bulk", all -> all.users().createAll(List.of(request("ada")))),
        Named.of("mark", all -> all.behaviorInputs().markAsProcessed(BehaviorInputId.generate())),
        Named.of(
            "delete",
            all -> all.users().delete(UserFilter.builder().status(UserStatus.DELETED).build())),
        Named.of("delete everything", all -> all.reputationRecords().deleteEverything()));
  }

  @ParameterizedTest
  @MethodSource("uses")
  void theManagersRepositoriesAreRefusedInsideATransaction(Consumer<Repositories> use) {
    Repositories outer = manager.repositories();

    manager.inTransaction(
        tx -> {
          assertThatThrownBy(() -> use.accept(outer))
              .isInstanceOf(TransactionException.class)
              .hasMessageContaining("inside inTransaction")
              .hasMessageContaining("outsideTransaction()");
          tx.inTransaction(
              inner ->
                  assertThatThrownBy(() -> use.accept(outer))
                      .isInstanceOf(TransactionException.class));
          create(tx, "bob");
        });

    assertThat(outer.users().count()).isEqualTo(1);
  }

  @Test
  void aConnectionOfTheManagerIsRefusedInsideATransactionToo() {
    manager.inTransaction(
        tx ->
            assertThatThrownBy(() -> manager.withConnection(connection -> 1))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("inside inTransaction"));
  }

  @Test
  void outsideTheTransactionMeansOutside() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      create(tx, "undone");
                      create(manager.outsideTransaction(), "kept");
                      assertThat(manager.outsideTransaction().users().count()).isEqualTo(1);
                      assertThat(tx.users().count()).isEqualTo(2);
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(database.query("SELECT username FROM zkpersona.users")).containsExactly("kept");
  }

  @Test
  void otherThreadsAreNotConcerned() {
    manager.inTransaction(
        tx -> {
          User user = onAnotherThread(() -> create(manager.repositories(), "ada"));
          assertThat(tx.users().findById(user.id())).contains(user);
        });
  }

  @Test
  void afterwardsTheManagersRepositoriesWorkAgain() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);

    create(manager.repositories(), "ada");
    assertThat(manager.repositories().users().count()).isEqualTo(1);
  }

  @Test
  void twoManagersDoNotMindEachOther() {
    try (DatabaseManager other = database.open()) {
      manager.inTransaction(
          tx -> {
            create(tx, "ada");
            create(other.repositories(), "bob");
            other.inTransaction(inner -> create(inner, "eve"));
            assertThat(tx.users().count()).isEqualTo(3);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("uses")
  void aTransactionIsRefusedOnceItHasEnded(Consumer<Repositories> use) {
    Transaction ended = manager.callInTransaction(tx -> tx);

    assertEnded(() -> use.accept(ended));
  }

  @Test
  void neitherDoesAnEndedOneLendItsConnectionOrNest() {
    Transaction ended = manager.callInTransaction(tx -> tx);

    assertEnded(() -> ended.withConnection(connection -> 1));
    assertEnded(() -> ended.inTransaction(tx -> {}));
    manager.inTransaction(tx -> assertEnded(() -> ended.users().count()));
  }

  @Test
  void aNestedBlocksTransactionLivesAsLongAsTheOuterOne() {
    Transaction[] inner = new Transaction[1];

    manager.inTransaction(
        tx -> {
          tx.inTransaction(nested -> inner[0] = nested);
          create(inner[0], "ada");
        });

    assertEnded(() -> inner[0].users().count());
    assertThat(manager.repositories().users().count()).isEqualTo(1);
  }

  @Test
  void aTransactionIsRefusedOnAnotherThread() {
    manager.inTransaction(
        tx -> {
          assertThatThrownBy(() -> onAnotherThread(() -> tx.users().count()))
              .isInstanceOf(TransactionException.class)
              .hasMessageContaining("another thread");
          assertThatThrownBy(() -> onAnotherThread(() -> tx.callInTransaction(inner -> 1)))
              .isInstanceOf(TransactionException.class)
              .hasMessageContaining("another thread");
          create(tx, "ada");
        });

    assertThat(manager.repositories().users().count()).isEqualTo(1);
  }

  @Test
  void aStreamOfATransactionEndsWithIt() {
    create(manager.repositories(), "ada");
    create(manager.repositories(), "bob");

    Stream<User> left = manager.callInTransaction(tx -> tx.users().stream());
    Iterator<User> users = left.iterator();

    assertEnded(users::next);
    left.close();
  }

  @Test
  void aStreamThatWasOpenedBeforeIsReadOnInsideATransaction() {
    create(manager.repositories(), "ada");

    try (Stream<User> users = manager.repositories().users().stream()) {
      List<String> names =
          manager.callInTransaction(
              tx -> {
                create(tx, "later");
                return users.map(user -> user.username().value()).toList();
              });

      assertThat(names).containsExactly("ada");
    }
  }

  private static void assertEnded(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("has ended");
  }

  private static CreateUserRequest request(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  private static User create(Repositories repositories, String name) {
    return repositories.users().create(request(name));
  }

  private static <T> T onAnotherThread(Supplier<T> work) {
    try {
      return OwnThreads.supply(work).orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
