package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.QueryStats;
import io.zkpersona.storage.health.QueryStats.OperationStats;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NewestServerOnly
class QueryStatsIT {

  private static TestDatabase database;

  private DatabaseManager manager;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void open() {
    manager = database.open();
  }

  @AfterEach
  void close() {
    manager.close();
    database.execute("DELETE FROM zkpersona.behavior_inputs");
    database.execute("DELETE FROM zkpersona.users");
  }

  @Test
  void everyCallCountsOnceUnderItsOperation() {
    User ada = create("ada");
    manager.repositories().users().findById(ada.id());
    manager.repositories().users().findById(ada.id());
    manager.repositories().users().createAll(List.of(named("bob"), named("eve")));
    manager.repositories().users().count();

    assertThat(stats("users.save").count()).isEqualTo(1);
    assertThat(stats("users.find_by_id").count()).isEqualTo(2);
    assertThat(stats("users.save_all").count()).isEqualTo(1);
    assertThat(stats("users.count").count()).isEqualTo(1);
    assertThat(manager.queryStats().operations().values())
        .allSatisfy(stats -> assertThat(stats.errors()).isEmpty());
    assertThat(manager.queryStats().totalCount())
        .isEqualTo(
            manager.queryStats().operations().values().stream()
                .mapToLong(OperationStats::count)
                .sum());
  }

  @Test
  void aCallOfTwoStatementsCountsOnce() {
    BehaviorInputRepository inputs = manager.repositories().behaviorInputs();
    BehaviorInput open =
        inputs.create(CreateBehaviorInputRequest.builder().inputData(Json.emptyObject()).build());

    BehaviorInput processed = inputs.update(open.withProcessed(true));

    assertThat(inputs.getById(open.id())).isEqualTo(processed);

    assertThat(stats("behavior_inputs.update").count()).isEqualTo(1);
  }

  @Test
  void failuresAreCountedByReason() {
    create("ada");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> create("ada")).isInstanceOf(DuplicateEntityException.class);
    }
    manager.inTransaction(
        tx ->
            assertThatThrownBy(() -> manager.repositories().users().count())
                .isInstanceOf(TransactionException.class));

    assertThat(stats("users.save").count()).isEqualTo(4);
    assertThat(stats("users.save").errors())
        .containsOnlyKeys(ErrorCode.DUPLICATE)
        .containsValue(3L);
    assertThat(stats("users.count").errors()).containsOnlyKeys(ErrorCode.TRANSACTION);
  }

  @Test
  void whatWasNotFoundIsNoFailureOfTheDatabase() {
    assertThatThrownBy(() -> manager.repositories().users().getById(UserId.generate()))
        .isInstanceOf(EntityNotFoundException.class);

    assertThat(stats("users.find_by_id").errors()).isEmpty();
  }

  @Test
  void streamsCountWhenTheyAreClosedAndWhenTheyCannotBeOpened() {
    Stream<User> stream = manager.repositories().users().stream();
    assertThat(manager.queryStats().operations()).doesNotContainKey("users.stream");
    stream.close();
    stream.close();
    assertThat(stats("users.stream").count()).isEqualTo(1);

    manager.inTransaction(
        tx ->
            assertThatThrownBy(() -> manager.repositories().users().stream())
                .isInstanceOf(TransactionException.class));
    assertThat(stats("users.stream").count()).isEqualTo(2);
    assertThat(stats("users.stream").errors()).containsOnlyKeys(ErrorCode.TRANSACTION);
  }

  @Test
  void workWithAConnectionCountsToo() {
    manager.withConnection(connection -> Backends.execute(connection, "SELECT pg_sleep(0.05)"));

    OperationStats stats = stats("connection");
    assertThat(stats.count()).isEqualTo(1);
    assertThat(stats.max()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    assertThat(stats.mean()).isGreaterThanOrEqualTo(Duration.ofMillis(49));
  }

  @Test
  void aTransactionsCallsCountAndSoDoesTheWhole() {
    manager.inTransaction(
        tx -> {
          tx.users().count();
          tx.users().count();
        });

    assertThat(stats("users.count").count()).isEqualTo(2);
    assertThat(stats("transaction").count()).isEqualTo(1);
    assertThat(stats("transaction").max()).isGreaterThanOrEqualTo(stats("users.count").p50());
  }

  @Test
  void timesAreInOrder() {
    for (int i = 0; i < 50; i++) {
      manager.repositories().users().findPage(PaginationParams.firstPage());
    }

    OperationStats stats = stats("users.find_page");
    assertThat(stats.count()).isEqualTo(50);
    assertThat(stats.p50()).isPositive().isLessThanOrEqualTo(stats.p95());
    assertThat(stats.p95()).isLessThanOrEqualTo(stats.p99());
    assertThat(stats.p99()).isLessThanOrEqualTo(stats.max());
    assertThat(stats.mean()).isPositive().isLessThanOrEqualTo(stats.max());
  }

  @Test
  void theNumberOfOperationsDoesNotGrowWithWhatIsAskedFor() {
    askThisAndThat(0);
    Set<String> few = manager.queryStats().operations().keySet();
    for (int i = 1; i <= 20; i++) {
      askThisAndThat(i);
    }

    assertThat(manager.queryStats().operations().keySet()).isEqualTo(few);
  }

  private void askThisAndThat(int i) {
    create("name " + i);
    manager.repositories().users().findByUsername("name " + i);
    manager.repositories().users().findById(UserId.generate());
    manager
        .repositories()
        .users()
        .findPage(PaginationParams.builder().limit(i + 1).offset(i).build());
  }

  @Test
  void aNewShapeOfAStatementIsCountedOnce() {
    long before = manager.queryStats().renderedStatements();
    manager.repositories().users().count();
    assertThat(manager.queryStats().renderedStatements()).isEqualTo(before + 1);
    manager.repositories().users().findAll();
    manager.repositories().users().count();
    assertThat(manager.queryStats().renderedStatements()).isEqualTo(before + 2);
  }

  @Test
  void aSnapshotStaysAsItWasTaken() {
    create("ada");
    QueryStats before = manager.queryStats();
    create("bob");

    assertThat(before.operations().get("users.save").count()).isEqualTo(1);
    assertThatThrownBy(() -> before.operations().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void theFiguresOutliveTheManager() {
    create("ada");
    manager.close();
    assertThatThrownBy(() -> create("bob")).isInstanceOf(ManagerClosedException.class);

    assertThat(stats("users.save").count()).isEqualTo(2);
    assertThat(stats("users.save").errors()).containsOnlyKeys(ErrorCode.CLOSED);
  }

  private OperationStats stats(String operation) {
    return manager.queryStats().operations().get(operation);
  }

  private User create(String name) {
    return manager.repositories().users().create(named(name));
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }
}
