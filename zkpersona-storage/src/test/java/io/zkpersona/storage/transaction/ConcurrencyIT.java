package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConcurrencyIT {

  private static final int POOL = 4;

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager =
        DatabaseManager.open(database.config().maxConnections(POOL).minConnections(POOL).build());
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    assertThat(manager.poolStats().orElseThrow().waiting()).isZero();
    database.execute("DELETE FROM zkpersona.behavior_inputs; DELETE FROM zkpersona.users");
  }

  @Test
  void afterAllConnectionsWereKilledWorkGoesOn() {
    together(POOL, i -> manager.repositories().users().count());
    database.query(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND application_name = 'zkpersona-storage'");

    int failures = 0;
    for (int i = 0; i < 3 * POOL; i++) {
      try {
        manager.repositories().users().count();
      } catch (DatabaseUnavailableException e) {
        failures++;
      }
    }

    assertThat(failures).isLessThanOrEqualTo(POOL);
    together(POOL, i -> create(manager.repositories(), "name " + i));
    assertThat(manager.repositories().users().count()).isEqualTo(POOL);
  }

  @Test
  void failuresOfAllKindsLeakNoConnection() {
    User ada = create(manager.repositories(), "ada");
    List<Consumer<DatabaseManager>> failing =
        List.of(
            m -> create(m.repositories(), "ada"),
            m -> m.repositories().users().getById(UserId.generate()),
            m -> m.repositories().users().createAll(List.of(named("bob"), named("ADA"))),
            m -> m.repositories().behaviorInputs().create(inputOf(UserId.generate())),
            m -> m.repositories().users().update(stale(ada)),
            m -> m.withConnection(connection -> Backends.execute(connection, "SELECT 1/0")),
            m ->
                m.withConnection(
                    connection -> {
                      throw new IllegalStateException();
                    }),
            m ->
                m.inTransaction(
                    tx -> {
                      create(tx, "bob");
                      throw new IllegalStateException();
                    }),
            m -> m.inTransaction(tx -> create(tx, "ada")),
            m -> m.inTransaction(tx -> tx.inTransaction(inner -> create(inner, "ada"))),
            m -> m.inTransaction(tx -> m.repositories().users().count()),
            m -> m.inTransaction(TransactionOptions.defaults().readOnly(), tx -> create(tx, "bob")),
            m -> {
              try (Stream<User> users = m.repositories().users().stream()) {
                users.forEach(
                    user -> {
                      throw new IllegalStateException();
                    });
              }
            },
            m ->
                m.repositories()
                    .users()
                    .update(
                        ada.id(),
                        current -> {
                          throw new IllegalStateException();
                        }),
            m ->
                m.repositories()
                    .users()
                    .findPage(PaginationParams.builder().sortBy("nothing").build()));

    for (int i = 0; i < 210; i++) {
      Consumer<DatabaseManager> work = failing.get(i % failing.size());
      assertThatThrownBy(() -> work.accept(manager))
          .isInstanceOfAny(ZkPersonaException.class, IllegalStateException.class);
    }

    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    assertThat(manager.repositories().users().findAll()).containsExactly(ada);
  }

  @Test
  void manyThreadsShareFewConnections() {
    int threads = 32;
    int rounds = 6;
    together(
        threads,
        thread -> {
          for (int round = 0; round < rounds; round++) {
            workOf(thread + "-" + round);
          }
        });

    long all = threads * (long) rounds;
    Repositories repositories = manager.repositories();
    assertThat(repositories.users().count()).isEqualTo(all);
    assertThat(repositories.behaviorInputs().count()).isEqualTo(3 * all);
    assertThat(
            repositories
                .behaviorInputs()
                .count(BehaviorInputFilter.builder().processed(true).build()))
        .isEqualTo(2 * all);
    assertThat(manager.queryStats().operations().get("users.save").errors().values())
        .allSatisfy(count -> assertThat(count).isPositive());
  }

  /** Stores a user with three inputs, two of them processed. */
  private static void workOf(String name) {
    Repositories repositories = manager.repositories();
    User user = create(repositories, "user " + name);
    List<BehaviorInputId> ids =
        repositories
            .behaviorInputs()
            .createAll(List.of(inputOf(user.id()), inputOf(user.id())))
            .stream()
            .map(BehaviorInput::id)
            .toList();
    assertThatThrownBy(() -> create(repositories, "USER " + name))
        .isInstanceOf(DuplicateEntityException.class);
    manager.inTransaction(
        tx -> {
          assertThat(tx.behaviorInputs().markAsProcessed(ids)).isEqualTo(2);
          assertThatThrownBy(() -> tx.inTransaction(inner -> create(inner, "user " + name)))
              .isInstanceOf(DuplicateEntityException.class);
          tx.behaviorInputs().create(inputOf(user.id()));
        });
    try (Stream<BehaviorInput> inputs =
        repositories.behaviorInputs().stream(
            BehaviorInputFilter.builder().userId(user.id()).build())) {
      assertThat(inputs).hasSize(3);
    }
    assertThat(repositories.behaviorInputs().findByUserId(user.id())).hasSize(3);
    repositories
        .users()
        .update(user.id(), current -> current.withUsername(new Username("done " + name)));
  }

  @Test
  void noUpdateIsLostUnderSerializableIsolationWithRetries() {
    User counter = create(manager.repositories(), "count 0");
    TransactionOptions options =
        TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE).retries(100);

    together(
        POOL,
        thread -> {
          for (int i = 0; i < 5; i++) {
            manager.inTransaction(
                options,
                tx -> {
                  User current = tx.users().getById(counter.id());
                  int count =
                      Integer.parseInt(current.username().value().substring("count ".length()));
                  tx.users()
                      .update(
                          current.toBuilder()
                              .username(new Username("count " + (count + 1)))
                              .build());
                });
          }
        });

    assertThat(manager.repositories().users().getById(counter.id()).username())
        .isEqualTo(new Username("count " + 5 * POOL));
  }

  private static void together(int count, IntConsumer work) {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int thread = i;
        all.add(CompletableFuture.runAsync(() -> work.accept(thread), threads));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .orTimeout(120, TimeUnit.SECONDS)
          .join();
    } finally {
      threads.shutdownNow();
    }
  }

  private static User stale(User user) {
    return user.toBuilder().audit(AuditStamp.unsaved()).build();
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  private static User create(Repositories repositories, String name) {
    return repositories.users().create(named(name));
  }

  private static CreateBehaviorInputRequest inputOf(UserId userId) {
    return CreateBehaviorInputRequest.builder()
        .userId(userId)
        .inputData(Json.emptyObject())
        .build();
  }
}
