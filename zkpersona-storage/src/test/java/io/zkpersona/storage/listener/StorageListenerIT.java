package io.zkpersona.storage.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.listener.FinishedOperation.Result;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.Completion;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NewestServerOnly
class StorageListenerIT {

  private static final Heard HEARD = new Heard();
  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.builder(database.config().build()).listener(HEARD).open();
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @BeforeEach
  void startEmpty() {
    Rows.deleteAll(database);
    HEARD.forget();
  }

  @Test
  void aReadIsHeardBeforeAndAfterOnItsThread() {
    User ada = create("ada");
    HEARD.forget();

    manager.repositories().users().getById(ada.id());

    assertThat(HEARD.started)
        .containsExactly(
            new Heard.Started("users.find_by_id", OperationKind.CALL, Thread.currentThread()));
    FinishedOperation found = HEARD.one("users.find_by_id");
    assertThat(found.kind()).isEqualTo(OperationKind.CALL);
    assertThat(found.result()).isEqualTo(Result.SUCCEEDED);
    assertThat(found.error()).isNull();
    assertThat(found.rows()).isEqualTo(1);
    assertThat(found.inTransaction()).isFalse();
    assertThat(found.duration()).isPositive();
    assertThat(found.connectionWait()).isPositive().isLessThanOrEqualTo(found.duration());
    assertThat(HEARD.finishedOn).containsExactly(Thread.currentThread());
  }

  @Test
  void aReadWithoutAResultHasNoRowsAndHasNotFailed() {
    assertThatThrownBy(() -> manager.repositories().users().getById(UserId.generate()))
        .isInstanceOf(EntityNotFoundException.class);

    assertThat(HEARD.one("users.find_by_id").rows()).isZero();
    assertThat(HEARD.one("users.find_by_id").result()).isEqualTo(Result.SUCCEEDED);
  }

  @Test
  void aFailedSaveIsHeardWithItsCode() {
    create("ada");
    HEARD.forget();

    assertThatThrownBy(() -> create("ada")).isInstanceOf(DuplicateEntityException.class);

    FinishedOperation save = HEARD.one("users.save");
    assertThat(save.result()).isEqualTo(Result.FAILED);
    assertThat(save.error()).isEqualTo(ErrorCode.DUPLICATE);
    assertThat(save.rows()).isZero();
  }

  @Test
  void aRefusalAfterTheAnswerIsHeardToo() {
    assertThatThrownBy(() -> manager.repositories().zkProofs().markExpired(ZkProofId.generate()))
        .isInstanceOf(EntityNotFoundException.class);

    assertThat(HEARD.refused).hasSize(1).first().asString().endsWith(" ENTITY_NOT_FOUND");
  }

  @Test
  void aTransactionIsHeardAroundItsCalls() {
    manager.inTransaction(
        tx -> {
          tx.users().create(named("ada"));
          tx.users().count();
        });

    assertThat(HEARD.started)
        .extracting(Heard.Started::operation)
        .containsExactly("transaction", "users.save", "users.count");
    assertThat(HEARD.finished)
        .extracting(FinishedOperation::operation)
        .containsExactly("users.save", "users.count", "transaction");
    assertThat(HEARD.one("users.save").inTransaction()).isTrue();
    assertThat(HEARD.one("users.save").connectionWait()).isZero();
    assertThat(HEARD.one("transaction").inTransaction()).isFalse();
    assertThat(HEARD.one("transaction").rows()).isEqualTo(2);
    FinishedTransaction transaction = HEARD.transactions.element();
    assertThat(transaction.attempts()).isEqualTo(1);
    assertThat(transaction.retries()).isZero();
    assertThat(transaction.completion()).isEqualTo(Completion.COMMITTED);
    assertThat(transaction.error()).isNull();
    assertThat(transaction.duration()).isGreaterThanOrEqualTo(HEARD.one("transaction").duration());
  }

  @Test
  void aRollbackByTheBlockHasNoCodeOfTheLibrary() {
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.users().create(named("ada"));
                      throw new IllegalStateException("the block's own");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(HEARD.one("transaction").result()).isEqualTo(Result.FAILED);
    assertThat(HEARD.one("transaction").error()).isNull();
    assertThat(HEARD.transactions.element().completion()).isEqualTo(Completion.ROLLED_BACK);
    assertThat(HEARD.transactions.element().error()).isNull();
  }

  @Test
  void repeatedAttemptsAreHeardAndCounted() {
    User ada = create("ada");
    HEARD.forget();
    int[] attempts = {0};

    manager.inTransaction(
        TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ).retries(3),
        tx -> {
          tx.users().count();
          if (attempts[0]++ < 2) {
            database.execute("UPDATE zkpersona.users SET mtime = now()");
          }
          tx.users().update(ada.id(), user -> user.withUsername(new Username("changed")));
        });

    assertThat(HEARD.all("transaction"))
        .extracting(FinishedOperation::error)
        .containsExactly(ErrorCode.TRANSACTION_CONFLICT, ErrorCode.TRANSACTION_CONFLICT, null);
    assertThat(HEARD.transactions).hasSize(1);
    assertThat(HEARD.transactions.element().attempts()).isEqualTo(3);
    assertThat(HEARD.transactions.element().retries()).isEqualTo(2);
    assertThat(HEARD.transactions.element().completion()).isEqualTo(Completion.COMMITTED);
  }

  @Test
  void attemptsThatAllFailEndRolledBack() {
    User ada = create("ada");
    HEARD.forget();

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ).retries(1),
                    tx -> {
                      tx.users().count();
                      database.execute("UPDATE zkpersona.users SET mtime = now()");
                      tx.users().update(ada.id(), user -> user.withUsername(new Username("b")));
                    }))
        .isInstanceOf(RuntimeException.class);

    assertThat(HEARD.transactions.element().attempts()).isEqualTo(2);
    assertThat(HEARD.transactions.element().completion()).isEqualTo(Completion.ROLLED_BACK);
    assertThat(HEARD.transactions.element().error()).isEqualTo(ErrorCode.TRANSACTION_CONFLICT);
  }

  @Test
  void rowsOfBulkCallsAreCountedHoweverTheyAreSent() {
    for (int rows : new int[] {1, 50, 250}) {
      HEARD.forget();
      manager.repositories().behaviorInputs().saveAll(inputs(rows));
      assertThat(HEARD.one("behavior_inputs.save_all").rows()).isEqualTo(rows);
    }
    HEARD.forget();
    manager.repositories().behaviorInputs().saveAll(inputs(250), BulkOptions.committing(100));

    assertThat(HEARD.all("behavior_inputs.save_all"))
        .extracting(FinishedOperation::rows)
        .containsExactly(100L, 100L, 50L);
    assertThat(HEARD.all("behavior_inputs.save_all"))
        .extracting(FinishedOperation::inTransaction)
        .containsOnly(false);
  }

  @Test
  void aStreamIsHeardWhenItIsClosed() {
    manager.repositories().behaviorInputs().saveAll(inputs(1_500));
    HEARD.forget();

    Stream<BehaviorInput> stream = manager.repositories().behaviorInputs().stream();
    assertThat(HEARD.started.element().kind().isDetached()).isTrue();
    assertThat(HEARD.finished).isEmpty();
    assertThat(stream.limit(1_200).count()).isEqualTo(1_200);
    stream.close();
    stream.close();

    FinishedOperation read = HEARD.one("behavior_inputs.stream");
    assertThat(read.kind()).isEqualTo(OperationKind.STREAM);
    assertThat(read.rows()).isBetween(1_200L, 1_201L);
    assertThat(read.result()).isEqualTo(Result.SUCCEEDED);
  }

  @Test
  void rowsOfAGroupCommitAreHeardAndSoIsTheirGroup() {
    try (var writer =
        manager.repositories().behaviorInputs().groupCommit(GroupCommitOptions.defaults())) {
      List<CompletableFuture<BehaviorInput>> saved =
          inputs(20).stream().map(writer::saveAsync).toList();
      saved.forEach(CompletableFuture::join);
    }

    assertThat(HEARD.all("behavior_inputs.save_in_group"))
        .hasSize(20)
        .allSatisfy(
            row -> {
              assertThat(row.kind()).isEqualTo(OperationKind.GROUP_COMMIT_ROW);
              assertThat(row.kind().isDetached()).isTrue();
              assertThat(row.rows()).isEqualTo(1);
              assertThat(row.result()).isEqualTo(Result.SUCCEEDED);
            });
    assertThat(
            Stream.of("behavior_inputs.save_group", "behavior_inputs.save")
                .flatMap(operation -> HEARD.all(operation).stream())
                .mapToLong(FinishedOperation::rows)
                .sum())
        .isEqualTo(20);
  }

  @Test
  void aRowForAClosedWriterIsFinishedToo() {
    var writer = manager.repositories().behaviorInputs().groupCommit(GroupCommitOptions.defaults());
    writer.close();

    assertThatThrownBy(() -> writer.save(inputs(1).get(0))).isInstanceOf(RuntimeException.class);

    assertThat(HEARD.one("behavior_inputs.save_in_group").error()).isEqualTo(ErrorCode.CLOSED);
  }

  @Test
  void callsOnTheCallersConnectionAndWithinADeadlineAreHeard() {
    manager.withConnection(
        connection -> {
          connection.setAutoCommit(false);
          manager.repositoriesOn(connection).users().count();
          connection.rollback();
          connection.setAutoCommit(true);
          return Backends.execute(connection, "SELECT 1");
        });
    manager.within(Duration.ofMinutes(1)).users().findAll();

    assertThat(HEARD.one("users.count").inTransaction()).isTrue();
    assertThat(HEARD.one("connection").inTransaction()).isFalse();
    assertThat(HEARD.one("users.find").result()).isEqualTo(Result.SUCCEEDED);
  }

  @Test
  void everyStartOfConcurrentCallsHasItsEnd() {
    List<CompletableFuture<Void>> threads =
        IntStream.range(0, 8)
            .mapToObj(
                thread ->
                    OwnThreads.run(
                        () -> {
                          for (int i = 0; i < 50; i++) {
                            create("name " + thread + " " + i);
                            manager.inTransaction(tx -> tx.users().count());
                          }
                        }))
            .toList();
    threads.forEach(CompletableFuture::join);

    assertThat(HEARD.all("users.save")).hasSize(400);
    assertThat(HEARD.all("users.count")).hasSize(400);
    assertThat(HEARD.transactions).hasSize(400);
    assertThat(HEARD.finished).hasSameSizeAs(HEARD.started);
    assertThat(manager.queryStats().operations().get("users.count").count())
        .isGreaterThanOrEqualTo(400);
  }

  @Test
  void eachMigrationIsHeardWithItsVersion() {
    try (TestDatabase empty = TestDatabase.empty()) {
      Heard first = new Heard();
      DatabaseManager.builder(empty.config().build()).listener(first).open().close();
      Heard second = new Heard();
      DatabaseManager.builder(empty.config().build()).listener(second).open().close();

      assertThat(first.migrations)
          .extracting(FinishedMigration::version)
          .startsWith("0001", "0002")
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(first.migrations).allMatch(FinishedMigration::applied);
      assertThat(first.migrations).noneMatch(migration -> migration.duration().isNegative());
      assertThat(second.migrations).isEmpty();
    }
  }

  @Test
  void nothingThatIsHeardContainsAValue() {
    String marker = "marker-7f3a";
    User ada = create(marker);
    assertThatThrownBy(() -> create(marker)).isInstanceOf(DuplicateEntityException.class);
    manager.repositories().users().findByUsername(marker);
    manager.inTransaction(tx -> tx.users().update(ada.withUsername(new Username(marker + "2"))));
    manager
        .repositories()
        .behaviorInputs()
        .save(
            BehaviorInput.builder()
                .userId(ada.id())
                .inputData(Json.of("{\"a\": \"" + marker + "\"}"))
                .build());
    manager.repositories().users().erase(ada.id());

    assertThat(HEARD.finished).hasSizeGreaterThan(5);
    assertThat(HEARD.text()).doesNotContain(marker, ada.id().toString(), "SELECT", "insert into");
  }

  @Test
  void aBuilderRefusesWhatIsMissing() {
    var builder = DatabaseManager.builder(database.config().build());
    assertThatThrownBy(() -> builder.listener(null))
        .isInstanceOf(ValidationException.class)
        .hasMessage("listener: null (expected: a value)");
    assertThatThrownBy(() -> builder.dataSource(null)).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> builder.hostTransactions(null))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> DatabaseManager.builder(null)).isInstanceOf(ValidationException.class);
  }

  private static List<BehaviorInput> inputs(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i -> BehaviorInput.builder().inputData(Json.emptyObject()).build())
        .toList();
  }

  private static User create(String name) {
    return manager.repositories().users().create(named(name));
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }
}
