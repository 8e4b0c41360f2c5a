package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionRetryIT {

  private static final TransactionOptions SNAPSHOT =
      TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ);

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private final AtomicInteger attempts = new AtomicInteger();
  private UserId ada;
  private UserId bob;

  @BeforeEach
  void createUsers() {
    ada = create(OWN.manager().repositories(), "ada");
    bob = create(OWN.manager().repositories(), "bob");
  }

  @Test
  void aSerializationFailureRepeatsTheWholeBlock() {
    String value =
        OWN.manager()
            .callInTransaction(
                SNAPSHOT.retries(3),
                tx -> {
                  int attempt = attempts.incrementAndGet();
                  tx.users().count();
                  if (attempt <= 2) {
                    changeMeanwhile(ada);
                  }
                  create(tx, "of attempt " + attempt);
                  rename(tx, ada, "changed");
                  return "attempt " + attempt;
                });

    assertThat(value).isEqualTo("attempt 3");
    assertThat(OWN.database().query("SELECT username FROM zkpersona.users ORDER BY username"))
        .containsExactly("bob", "changed", "of attempt 3");
  }

  @Test
  void aFailureThatShowsOnlyAtTheCommitRepeatsItToo() {
    OWN.manager()
        .inTransaction(
            TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE).retries(1),
            tx -> {
              long seen = tx.users().count();
              create(tx, "writer of " + seen);
              if (attempts.incrementAndGet() == 1) {
                skewMeanwhile();
              }
            });

    assertThat(attempts).hasValue(2);
    assertThat(OWN.database().queryOne("SELECT count(*) FROM zkpersona.users")).isEqualTo("4");
  }

  @Test
  void aDeadlockRepeatsTheBlockOfWhomItHit() throws Exception {
    OWN.database().execute("ALTER DATABASE %s SET deadlock_timeout = '20ms'".formatted(name()));
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (DatabaseManager fresh = OWN.database().open()) {
      CompletableFuture<Void> one =
          CompletableFuture.runAsync(() -> lockBoth(fresh, ada, bob, bothHoldOne), threads);
      CompletableFuture<Void> two =
          CompletableFuture.runAsync(() -> lockBoth(fresh, bob, ada, bothHoldOne), threads);
      CompletableFuture.allOf(one, two).get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
      OWN.database().execute("ALTER DATABASE %s RESET deadlock_timeout".formatted(name()));
    }

    assertThat(attempts).hasValue(3);
  }

  @Test
  void withoutTheOptionNothingIsRepeated() {
    assertThatThrownBy(() -> OWN.manager().inTransaction(SNAPSHOT, this::conflict))
        .isInstanceOfSatisfying(
            TransactionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_CONFLICT);
              assertThat(e.code().retryable()).isTrue();
              assertThat(e.sqlState()).contains("40001");
            })
        .hasMessageNotContainingAny("could not serialize", "concurrent update");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void afterTheLastAttemptTheFailureComesThrough() {
    assertThatThrownBy(() -> OWN.manager().inTransaction(SNAPSHOT.retries(2), this::conflict))
        .isInstanceOf(TransactionException.class);
    assertThat(attempts).hasValue(3);
  }

  @Test
  void aNestedBlockThatAsksToBeRepeatedIsRefusedAndNotRun() {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        SNAPSHOT,
                        tx -> OWN.manager().inTransaction(SNAPSHOT.retries(5), this::conflict)))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("other options than the outer one");
    assertThat(attempts).hasValue(0);
  }

  @Test
  void anInterruptedThreadMakesNoMoreAttempts() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> OWN.manager().inTransaction(SNAPSHOT.retries(100), this::conflict))
        .isInstanceOf(TransactionException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(attempts.get()).isLessThan(2);
  }

  @Test
  void aConflictInANestedBlockRepeatsTheOutermostOne() {
    OWN.manager()
        .inTransaction(
            SNAPSHOT.retries(1),
            tx ->
                tx.inTransaction(
                    inner -> {
                      inner.users().count();
                      if (attempts.incrementAndGet() == 1) {
                        changeMeanwhile(ada);
                      }
                      rename(inner, ada, "changed");
                    }));

    assertThat(attempts).hasValue(2);
  }

  @Test
  void otherFailuresAreNotRepeated() {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        SNAPSHOT.retries(5),
                        tx -> {
                          attempts.incrementAndGet();
                          create(tx, "ada");
                        }))
        .isInstanceOf(DuplicateEntityException.class);
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        SNAPSHOT.retries(5),
                        tx -> {
                          attempts.incrementAndGet();
                          throw new IllegalStateException();
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(attempts).hasValue(2);
  }

  private void conflict(Repositories tx) {
    attempts.incrementAndGet();
    tx.users().count();
    changeMeanwhile(ada);
    rename(tx, ada, "changed");
  }

  private void lockBoth(DatabaseManager on, UserId first, UserId second, CyclicBarrier barrier) {
    boolean[] met = {false};
    on.inTransaction(
        TransactionOptions.defaults().retries(10),
        tx -> {
          attempts.incrementAndGet();
          rename(tx, first, "by " + Thread.currentThread().getId() + " first");
          if (!met[0]) {
            met[0] = true;
            await(barrier);
          }
          rename(tx, second, "by " + Thread.currentThread().getId() + " second");
        });
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void changeMeanwhile(UserId id) {
    OWN.database()
        .execute(
            "UPDATE zkpersona.users SET email = gen_random_uuid()::text || '@example.org' WHERE id = '"
                + id.value()
                + "'");
  }

  /**
   * Reads the rows that the other wrote and writes those it read, so that one of them must fail.
   */
  private static void skewMeanwhile() {
    try (Connection connection = OWN.database().connect()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      try (var statement = connection.createStatement()) {
        statement.executeQuery("SELECT count(*) FROM zkpersona.users").close();
        statement.execute(
            "INSERT INTO zkpersona.users (id, username) VALUES (gen_random_uuid(), 'skew')");
      }
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String name() {
    return OWN.database().queryOne("SELECT current_database()");
  }

  private static UserId create(Repositories repositories, String name) {
    return repositories
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build())
        .id();
  }

  private static void rename(Repositories repositories, UserId id, String name) {
    repositories.users().update(id, user -> user.withUsername(new Username(name)));
  }
}
