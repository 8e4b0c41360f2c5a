package io.zkpersona.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads of several tenants wait for work. */
class TenantSignalsIT {

  private static final Duration LONG = Duration.ofHours(1);
  private static final String LISTENERS =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
          + " AND application_name = 'waiter' AND query LIKE 'LISTEN %' AND state = 'idle'";

  private static TestDatabase database;
  private DatabaseManager waiter;
  private DatabaseManager other;

  @BeforeAll
  static void create() {
    database = TestDatabase.migrated();
    try (DatabaseManager owner = database.open()) {
      owner.tenants().create("acme");
      owner.tenants().create("globex");
    }
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void open() {
    waiter = DatabaseManager.open(database.config().applicationName("waiter").build());
    other = database.open();
  }

  @AfterEach
  void close() {
    waiter.close();
    other.close();
  }

  private static WorkQueue queueOf(Repositories repositories) {
    return repositories.behaviorInputs().workQueue();
  }

  private CompletableFuture<Boolean> waiting(Repositories repositories) {
    return OwnThreads.supply(() -> queueOf(repositories).awaitWork(LONG));
  }

  private void untilAllThreeWait() {
    Eventually.holds(
        "three that wait",
        () ->
            waiter.queryStats().operations().containsKey("work_queue.next_free")
                && waiter.queryStats().operations().get("work_queue.next_free").count() == 3);
  }

  @Test
  void aTenantsWorkWakesItsOwnWaitersOnlyAndAllShareOneConnection() {
    CompletableFuture<Boolean> acme = waiting(waiter.tenant("acme").repositories());
    CompletableFuture<Boolean> globex = waiting(waiter.tenant("globex").repositories());
    CompletableFuture<Boolean> home = waiting(waiter.repositories());
    untilAllThreeWait();
    assertThat(database.query(LISTENERS)).hasSize(1);

    queueOf(other.tenant("acme").repositories()).notifyWorkers();

    assertThat(acme.join()).isTrue();
    assertThat(globex).isNotDone();
    assertThat(home).isNotDone();

    queueOf(other.repositories()).notifyWorkers();

    assertThat(home.join()).isTrue();
    assertThat(globex).isNotDone();

    queueOf(other.tenant("globex").repositories()).notifyWorkers();

    assertThat(globex.join()).isTrue();
  }

  @Test
  void closingTheManagerEndsTheWaitsOfAllTenants() {
    CompletableFuture<Boolean> acme = waiting(waiter.tenant("acme").repositories());
    CompletableFuture<Boolean> globex = waiting(waiter.tenant("globex").repositories());
    CompletableFuture<Boolean> home = waiting(waiter.repositories());
    untilAllThreeWait();

    waiter.close();

    for (CompletableFuture<Boolean> one : List.of(acme, globex, home)) {
      assertThatThrownBy(one::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(ManagerClosedException.class);
    }
    Eventually.holds("no listener", () -> database.query(LISTENERS).isEmpty());
  }

  @Test
  void aLostConnectionWakesTheWaitersOfAllTenants() {
    CompletableFuture<Boolean> acme = waiting(waiter.tenant("acme").repositories());
    CompletableFuture<Boolean> globex = waiting(waiter.tenant("globex").repositories());
    CompletableFuture<Boolean> home = waiting(waiter.repositories());
    untilAllThreeWait();

    database.query("SELECT pg_terminate_backend(pid) FROM (" + LISTENERS + ") AS listening");

    assertThat(acme.join()).isTrue();
    assertThat(globex.join()).isTrue();
    assertThat(home.join()).isTrue();
  }
}
