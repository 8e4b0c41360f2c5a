package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The objects that may be used while a transaction is open, and after it. */
class TransactionScopeIT {

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

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
    Repositories outer = OWN.manager().repositories();

    OWN.manager()
        .inTransaction(
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
    OWN.manager()
        .inTransaction(
            tx ->
                assertThatThrownBy(() -> OWN.manager().withConnection(connection -> 1))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("inside inTransaction"));
  }

  @Test
  void outsideTheTransactionMeansOutside() {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          create(tx, "undone");
                          create(OWN.manager().outsideTransaction(), "kept");
                          assertThat(OWN.manager().outsideTransaction().users().count())
                              .isEqualTo(1);
                          assertThat(tx.users().count()).isEqualTo(2);
                          throw new IllegalStateException();
                        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(OWN.database().query("SELECT username FROM zkpersona.users"))
        .containsExactly("kept");
  }

  @Test
  void otherThreadsAreNotConcerned() {
    OWN.manager()
        .inTransaction(
            tx -> {
              User user = onAnotherThread(() -> create(OWN.manager().repositories(), "ada"));
              assertThat(tx.users().findById(user.id())).contains(user);
            });
  }

  @Test
  void afterwardsTheManagersRepositoriesWorkAgain() {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          throw new IllegalStateException();
                        }))
        .isInstanceOf(IllegalStateException.class);

    create(OWN.manager().repositories(), "ada");
    assertThat(OWN.manager().repositories().users().count()).isEqualTo(1);
  }

  @Test
  void twoManagersDoNotMindEachOther() {
    try (DatabaseManager other = OWN.database().open()) {
      OWN.manager()
          .inTransaction(
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
    Transaction ended = OWN.manager().callInTransaction(tx -> tx);

    assertEnded(() -> use.accept(ended));
  }

  @Test
  void neitherDoesAnEndedOneLendItsConnectionOrNest() {
    Transaction ended = OWN.manager().callInTransaction(tx -> tx);

    assertEnded(() -> ended.withConnection(connection -> 1));
    assertEnded(() -> ended.inTransaction(tx -> {}));
    OWN.manager().inTransaction(tx -> assertEnded(() -> ended.users().count()));
  }

  @Test
  void aNestedBlocksTransactionLivesAsLongAsTheOuterOne() {
    Transaction[] inner = new Transaction[1];

    OWN.manager()
        .inTransaction(
            tx -> {
              tx.inTransaction(nested -> inner[0] = nested);
              create(inner[0], "ada");
            });

    assertEnded(() -> inner[0].users().count());
    assertThat(OWN.manager().repositories().users().count()).isEqualTo(1);
  }

  @Test
  void aTransactionIsRefusedOnAnotherThread() {
    OWN.manager()
        .inTransaction(
            tx -> {
              assertThatThrownBy(() -> onAnotherThread(() -> tx.users().count()))
                  .isInstanceOf(TransactionException.class)
                  .hasMessageContaining("another thread");
              assertThatThrownBy(() -> onAnotherThread(() -> tx.callInTransaction(inner -> 1)))
                  .isInstanceOf(TransactionException.class)
                  .hasMessageContaining("another thread");
              create(tx, "ada");
            });

    assertThat(OWN.manager().repositories().users().count()).isEqualTo(1);
  }

  @Test
  void aStreamOfATransactionEndsWithIt() {
    create(OWN.manager().repositories(), "ada");
    create(OWN.manager().repositories(), "bob");

    Stream<User> left = OWN.manager().callInTransaction(tx -> tx.users().stream());
    Iterator<User> users = left.iterator();

    assertEnded(users::next);
    left.close();
  }

  @Test
  void aStreamThatWasOpenedBeforeIsReadOnInsideATransaction() {
    create(OWN.manager().repositories(), "ada");

    try (Stream<User> users = OWN.manager().repositories().users().stream()) {
      List<String> names =
          OWN.manager()
              .callInTransaction(
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
