package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NewestServerOnly
class CloseIT {

  private static TestDatabase database;

  private final ExecutorService threads = Executors.newCachedThreadPool();

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
    threads.shutdownNow();
    database.execute("DELETE FROM zkpersona.users");
  }

  @Test
  void runningWorkIsWaitedForWhileNewWorkIsRefused() throws Exception {
    DatabaseManager manager = database.open();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    CompletableFuture<Long> work =
        CompletableFuture.supplyAsync(
            () ->
                manager.callInTransaction(
                    tx -> {
                      create(tx, "before");
                      started.countDown();
                      await(proceed);
                      create(tx, "after");
                      return tx.users().count();
                    }),
            threads);
    await(started);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(manager::close, threads);

    Eventually.holds("new work is refused", () -> isRefused(manager));
    assertThat(closing).isNotDone();
    assertThat(work).isNotDone();
    proceed.countDown();

    assertThat(work.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    closing.get(30, TimeUnit.SECONDS);
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.users")).isEqualTo("2");
    assertNothingIsLeftOnTheServer();
  }

  @Test
  void workThatDoesNotEndIsWaitedForNoLongerThanConfigured() throws Exception {
    DatabaseManager manager =
        DatabaseManager.open(
            database
                .config()
                .closeTimeout(Duration.ofSeconds(1))
                .applicationName("endless")
                .build());
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Boolean> endless =
        CompletableFuture.supplyAsync(
            () ->
                manager.withConnection(
                    connection -> {
                      started.countDown();
                      return Backends.execute(connection, "SELECT pg_sleep(25)");
                    }),
            threads);
    await(started);

    try (LogCapture log = new LogCapture()) {
      manager.close();

      assertThat(log.lines("closed while 1 connections were still in use")).hasSize(1);
    }
    assertThatThrownBy(() -> endless.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void zeroMeansNotToWait() {
    DatabaseManager manager =
        DatabaseManager.open(database.config().closeTimeout(Duration.ZERO).build());

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      create(tx, "undone");
                      manager.close();
                      assertThatThrownBy(() -> tx.users().count())
                          .isInstanceOf(DatabaseUnavailableException.class);
                      assertThatThrownBy(() -> manager.outsideTransaction().users().count())
                          .isInstanceOf(ManagerClosedException.class);
                    }))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertNothingIsLeftOnTheServer();
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.users")).isEqualTo("0");
  }

  @Test
  void anOpenStreamIsRunningWork() throws Exception {
    DatabaseManager manager = database.open();
    create(manager.repositories(), "ada");
    create(manager.repositories(), "bob");
    Stream<User> stream = manager.repositories().users().stream();
    Iterator<User> users = stream.iterator();
    users.next();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(manager::close, threads);
    Eventually.holds("new work is refused", () -> isRefused(manager));

    assertThat(users.next().username()).isEqualTo(new Username("bob"));
    assertThat(closing).isNotDone();
    stream.close();

    closing.get(30, TimeUnit.SECONDS);
    assertNothingIsLeftOnTheServer();
  }

  @Test
  void closingTwiceIsHarmless() {
    DatabaseManager manager = database.open();
    manager.close();
    manager.close();

    assertNothingIsLeftOnTheServer();
  }

  @Test
  void closingFromManyThreadsIsHarmless() throws Exception {
    DatabaseManager manager = database.open();
    create(manager.repositories(), "ada");
    CountDownLatch together = new CountDownLatch(1);
    CompletableFuture<?>[] closers =
        Stream.generate(
                () ->
                    CompletableFuture.runAsync(
                        () -> {
                          await(together);
                          manager.close();
                        },
                        threads))
            .limit(4)
            .toArray(CompletableFuture[]::new);
    together.countDown();

    CompletableFuture.allOf(closers).get(60, TimeUnit.SECONDS);
    assertNothingIsLeftOnTheServer();
  }

  @Test
  void anInterruptedCloserClosesAtOnce() throws Exception {
    DatabaseManager manager = database.open();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    CompletableFuture<Boolean> work =
        CompletableFuture.supplyAsync(
            () ->
                manager.withConnection(
                    connection -> {
                      started.countDown();
                      return await(proceed);
                    }),
            threads);
    await(started);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread closer =
        new Thread(
            () -> {
              manager.close();
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    try (LogCapture log = new LogCapture()) {
      closer.start();
      Eventually.holds("new work is refused", () -> isRefused(manager));
      closer.interrupt();

      assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(log.lines("Interrupted during closing")).isEmpty();
    }
    proceed.countDown();
    work.get(30, TimeUnit.SECONDS);
    assertNothingIsLeftOnTheServer();
  }

  @Test
  void noThreadIsLeft() {
    String schema = "closing";
    try (TestDatabase own = TestDatabase.empty()) {
      DatabaseManager manager =
          DatabaseManager.open(own.config().schema(schema).minConnections(2).build());
      assertThat(threadsOf(schema)).isPositive();
      manager.close();

      Eventually.holds("the pool's threads have ended", () -> threadsOf(schema) == 0);
    }
  }

  @Test
  void itCanBeOpenedAgainAndAgain() {
    for (int i = 0; i < 5; i++) {
      try (DatabaseManager manager = database.open()) {
        create(manager.repositories(), "name " + i);
      }
    }

    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.users")).isEqualTo("5");
    assertNothingIsLeftOnTheServer();
  }

  private static long threadsOf(String schema) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("zkpersona-" + schema))
        .count();
  }

  private static boolean isRefused(DatabaseManager manager) {
    try {
      manager.repositories().users().count();
      return false;
    } catch (ManagerClosedException e) {
      return true;
    }
  }

  private static void assertNothingIsLeftOnTheServer() {
    Eventually.holds(
        "no connection is left",
        () ->
            database
                .queryOne(
                    "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        + " AND application_name = 'zkpersona-storage'")
                .equals("0"));
  }

  private static void create(Repositories repositories, String name) {
    repositories.users().create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
