package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.MigrationStatus.Migration;
import io.zkpersona.storage.health.MigrationStatus.State;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@NewestServerOnly
class HealthIT {

  @Test
  void aManagerWhoseServerAnswersIsHealthy() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      HealthStatus status = manager.health();

      assertThat(status.isHealthy()).isTrue();
      assertThat(status)
          .isInstanceOfSatisfying(
              HealthStatus.Healthy.class, healthy -> assertThat(healthy.roundTrip()).isPositive());
      manager.inTransaction(tx -> assertThat(manager.health().isHealthy()).isTrue());
    }
  }

  @Test
  void aManagerWhoseServerHasStoppedIsUnhealthyAndSaysSoInHarmlessWords() {
    EmbeddedPostgres server = EmbeddedPostgres.start();
    try (DatabaseManager manager =
        DatabaseManager.open(
            DatabaseConfig.builder()
                .databaseUrl(server.url())
                .minConnections(1)
                .maxConnections(2)
                .connectTimeout(Duration.ofSeconds(1))
                .build())) {
      assertThat(manager.health().isHealthy()).isTrue();
      server.close();

      assertUnhealthy(manager.health(), server.port());
      assertThatThrownBy(() -> manager.repositories().users().count())
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageNotContainingAny("localhost", "postgres");
      assertThat(manager.poolStats().orElseThrow().active()).isZero();
    } finally {
      server.close();
    }
  }

  @Test
  void aManagerRecoversWithItsServer() {
    try (TestDatabase database = TestDatabase.migrated();
        TcpProxy proxy = TcpProxy.to(database.address());
        DatabaseManager manager = DatabaseManager.open(through(proxy, database))) {
      assertThat(manager.health().isHealthy()).isTrue();

      proxy.cut();
      assertUnhealthy(manager.health(), proxy.port());
      proxy.mend();

      Eventually.holds("healthy again", () -> manager.health().isHealthy());
      assertThat(manager.repositories().users().count()).isZero();
    }
  }

  @Test
  void aClosedManagerIsUninitialized() {
    try (TestDatabase database = TestDatabase.migrated()) {
      DatabaseManager manager = database.open();
      manager.close();

      assertThat(manager.health()).isEqualTo(new HealthStatus.Uninitialized());
      assertThat(manager.health().isHealthy()).isFalse();
      assertThatThrownBy(manager::migrationStatus).isInstanceOf(ManagerClosedException.class);
      assertThat(manager.poolStats().orElseThrow().total()).isZero();
      assertThat(manager.queryStats()).isNotNull();
    }
  }

  @Test
  void thePoolsFiguresTellWhoWorksAndWhoWaits() throws Exception {
    int size = 3;
    int waiting = 2;
    ExecutorService threads = Executors.newFixedThreadPool(size + waiting);
    CountDownLatch done = new CountDownLatch(1);
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager =
            DatabaseManager.open(database.config().maxConnections(size).build())) {
      List<CompletableFuture<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < size + waiting; i++) {
        work.add(
            CompletableFuture.supplyAsync(
                () -> manager.withConnection(connection -> await(done)), threads));
      }
      PoolStats full = new PoolStats(size, 0, waiting, size, size, Map.of());
      Eventually.holds(
          "all connections at work and the others waiting",
          () -> manager.poolStats().orElseThrow().equals(full));
      done.countDown();
      CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

      PoolStats after = manager.poolStats().orElseThrow();
      assertThat(after.active()).isZero();
      assertThat(after.waiting()).isZero();
      assertThat(after.idle()).isEqualTo(after.total()).isBetween(1, size);
      assertThat(after.maximum()).isEqualTo(size);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aCallerWaitsForAConnectionNoLongerThanTheConnectTimeout() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager =
            DatabaseManager.open(
                database
                    .config()
                    .maxConnections(1)
                    .connectTimeout(Duration.ofSeconds(1))
                    .build())) {
      manager.inTransaction(
          tx -> {
            assertThatThrownBy(() -> manager.outsideTransaction().users().count())
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("DB_MAX_CONNECTIONS");
            assertThat(manager.health())
                .isInstanceOfSatisfying(
                    HealthStatus.Unhealthy.class,
                    unhealthy ->
                        assertThat(unhealthy.reason()).contains("no connection became free"));
            assertThat(tx.users().count()).isZero();
          });
      assertThat(manager.health().isHealthy()).isTrue();
    }
  }

  @Test
  void anInterruptedCallerIsToldSo() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager =
            DatabaseManager.open(database.config().maxConnections(1).build())) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      manager.inTransaction(
          tx -> {
            Thread waiter =
                new Thread(
                    () -> {
                      try {
                        manager.repositories().users().count();
                      } catch (RuntimeException e) {
                        thrown.complete(e);
                      }
                    });
            waiter.start();
            Eventually.holds("a waiter", () -> manager.poolStats().orElseThrow().waiting() == 1);
            waiter.interrupt();
            assertThat(thrown.orTimeout(30, TimeUnit.SECONDS).join())
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("interrupted");
          });
    }
  }

  @Test
  void theMigrationsAreListedInOrder() {
    try (TestDatabase database = TestDatabase.empty();
        DatabaseManager manager = database.open()) {
      MigrationStatus status = manager.migrationStatus();

      assertThat(status.isUpToDate()).isTrue();
      assertThat(status.schema()).isEqualTo("zkpersona");
      assertThat(status.current()).isEqualTo(status.latest());
      assertThat(status.migrations())
          .hasSizeGreaterThanOrEqualTo(7)
          .isSortedAccordingTo(Comparator.comparing(Migration::version))
          .allSatisfy(
              migration -> {
                assertThat(migration.state()).isEqualTo(State.APPLIED);
                assertThat(migration.appliedAt()).isNotNull();
                assertThat(migration.description()).isNotEmpty();
              });
    }
  }

  private static void assertUnhealthy(HealthStatus status, int port) {
    assertThat(status.isHealthy()).isFalse();
    assertThat(status)
        .isInstanceOfSatisfying(
            HealthStatus.Unhealthy.class,
            unhealthy ->
                assertThat(unhealthy.reason())
                    .isNotEmpty()
                    .doesNotContain(
                        "localhost", "127.0.0.1", Integer.toString(port), "postgres", "Hikari"));
  }

  private static DatabaseConfig through(TcpProxy proxy, TestDatabase database) {
    DatabaseConfig direct = database.config().build();
    return database
        .config()
        .databaseUrl(
            "postgresql://%s:%s@localhost:%d/%s"
                .formatted(
                    direct.user(),
                    direct.password().orElseThrow().reveal(),
                    proxy.port(),
                    direct.database()))
        .connectTimeout(Duration.ofSeconds(1))
        .build();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
