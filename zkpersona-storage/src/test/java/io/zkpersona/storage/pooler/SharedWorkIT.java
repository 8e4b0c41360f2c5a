package io.zkpersona.storage.pooler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.PgBouncer;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.ReplyCutter;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.Outcome;
import io.zkpersona.storage.transaction.Transaction;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues, lost sessions and an application's pool behind a pooler in transaction mode. */
@NewestServerOnly
class SharedWorkIT {

  private static final Duration LONG = Duration.ofHours(1);
  private static final String OTHERS =
      " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

  private static PgBouncer pooler;
  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeAll
  static void start() {
    pooler = PgBouncer.ignoring("extra_float_digits");
  }

  @AfterAll
  static void stop() {
    pooler.close();
  }

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(config().build());
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  private DatabaseConfigBuilder config() {
    return database.config().databaseUrl(pooler.url(database.url()));
  }

  private List<CreateBehaviorInputRequest> inputs(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                CreateBehaviorInputRequest.builder()
                    .inputData(Json.of("{\"n\": " + i + "}"))
                    .build())
        .toList();
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  @Test
  void workIsLookedForAndThatIsSaidOnce() {
    try (LogCapture log = new LogCapture()) {
      try (DatabaseManager waiter = DatabaseManager.open(config().build())) {
        assertThat(
                waiter
                    .repositories()
                    .behaviorInputs()
                    .workQueue()
                    .awaitWork(Duration.ofMillis(100)))
            .isFalse();
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          waiting.add(
              OwnThreads.supply(
                  () -> waiter.repositories().behaviorInputs().workQueue().awaitWork(LONG)));
        }
        manager.repositories().behaviorInputs().createAll(inputs(1));

        assertThat(waiting)
            .allSatisfy(
                one -> assertThat(one).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true));
      }
      assertThat(log.lines("waiters poll")).hasSize(1);
    }
    assertThat(database.query("SELECT 1" + OTHERS + " AND query LIKE 'LISTEN%'")).isEmpty();
  }

  @Test
  void aHostsPoolIsLookedForWorkToo() {
    try (HikariDataSource pool = hostsPool();
        DatabaseManager host =
            DatabaseManager.using(pool, DatabaseConfig.forDataSource().build())) {
      CompletableFuture<Boolean> waiting =
          OwnThreads.supply(() -> host.repositories().behaviorInputs().workQueue().awaitWork(LONG));
      manager.repositories().behaviorInputs().createAll(inputs(1));

      assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    }
  }

  private HikariDataSource hostsPool() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(
        "jdbc:"
            + pooler.url(database.url()).replaceFirst("//[^@]*@", "//")
            + "?prepareThreshold=0");
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(8);
    return pool;
  }

  @Test
  void aHostsTransactionsHaveTheIsolationThatTheyAskedFor() {
    try (HikariDataSource pool = hostsPool();
        DatabaseManager host =
            DatabaseManager.using(pool, DatabaseConfig.forDataSource().build())) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int first = i;
        all.add(
            OwnThreads.run(
                () -> {
                  for (int j = 0; j < 20; j++) {
                    assertIsolation(host, List.of(Isolation.values()).get((first + j) % 3));
                  }
                }));
      }
      all.forEach(CompletableFuture::join);
    }
    assertThat(database.queryOne("SHOW default_transaction_isolation")).isEqualTo("read committed");
  }

  private static void assertIsolation(DatabaseManager on, Isolation isolation) {
    on.inTransaction(
        TransactionOptions.defaults().isolation(isolation),
        tx ->
            assertThat(setting(tx, "transaction_isolation"))
                .isEqualTo(isolation.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
  }

  private static String setting(Transaction tx, String name) {
    return tx.withConnection(connection -> Backends.setting(connection, name));
  }

  @Test
  void claimsAndBulkWritesOfManyClientsMeetOverFewSessions() {
    manager.repositories().behaviorInputs().createAll(inputs(400), BulkOptions.committing(100));
    List<CompletableFuture<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      workers.add(OwnThreads.supply(this::drain));
    }

    assertThat(workers.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(400);
    assertThat(database.queryOne("SELECT count(*) FROM zkpersona.behavior_inputs WHERE processed"))
        .isEqualTo("400");
  }

  private int drain() {
    int done = 0;
    while (true) {
      List<ClaimedInput> claims =
          manager
              .repositories()
              .behaviorInputs()
              .workQueue()
              .claimUnprocessed(10, Duration.ofMinutes(5));
      if (claims.isEmpty()) {
        return done;
      }
      for (ClaimedInput claim : claims) {
        manager.repositories().behaviorInputs().workQueue().complete(claim);
        done++;
      }
    }
  }

  @Test
  void aKilledSessionFailsItsTransactionAndNoOther() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.users().create(named("ada"));
                      killAll();
                      tx.users().create(named("eve"));
                    }))
        .isInstanceOfSatisfying(
            DatabaseUnavailableException.class, e -> assertThat(e.code().retryable()).isTrue());

    killAll();
    assertThat(manager.repositories().users().count()).isZero();
  }

  private void killAll() {
    database.query("SELECT pg_terminate_backend(pid, 10000)" + OTHERS);
  }

  @Test
  void aLostAnswerIsUnknownUntilItsRowIsSeen() {
    URI address = URI.create(pooler.url(database.url()));
    try (ReplyCutter cutter = ReplyCutter.to(address.getPort());
        DatabaseManager cut =
            DatabaseManager.open(
                config()
                    .databaseUrl(
                        address.toString().replace(":" + address.getPort(), ":" + cutter.port()))
                    .maxConnections(1)
                    .minConnections(0)
                    .build())) {
      cut.repositories().users().count();
      cutter.cutNextReply();

      assertThatThrownBy(() -> cut.repositories().users().create(named("ada")))
          .isInstanceOfSatisfying(
              OutcomeUnknownException.class,
              lost -> {
                assertThat(cut.outcomeOf(lost)).isEqualTo(Outcome.COMMITTED);
                database.execute("DELETE FROM zkpersona.users");
                // The process id that the connection knows is made up by the pooler.
                assertThat(cut.outcomeOf(lost)).isEqualTo(Outcome.UNKNOWN);
              });

      cutter.cutNextReply();
      assertThatThrownBy(() -> cut.repositories().users().count())
          .isInstanceOf(DatabaseUnavailableException.class);
    }
  }
}
