package io.zkpersona.micrometer;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.FinishedOperation.Result;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.StorageListener;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One server for all tests, databases on it, and calls of every kind. */
final class Databases {

  /** A value that must not appear in anything emitted. */
  static final String MARKER = "marker-7f3a";

  private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start();
  private static final long PAUSE_NANOS = 5_000_000;
  private static int schemas;

  private Databases() {}

  /** Returns a configuration with a schema of its own, which does not exist yet. */
  static synchronized DatabaseConfigBuilder config() {
    schemas++;
    return DatabaseConfig.builder()
        .databaseUrl(SERVER.url())
        .schema("s" + schemas)
        .maxConnections(8)
        .minConnections(0);
  }

  static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  static BehaviorInput input() {
    return BehaviorInput.builder().inputData(Json.of("{\"a\": \"" + MARKER + "\"}")).build();
  }

  /** Makes calls of every kind: reads, writes, failures, transactions, streams, group commit. */
  static void callEverything(DatabaseManager database) {
    var all = database.repositories();
    all.changes().startRecording(Set.of(ChangedEntity.USER));
    all.changes().feed().subscribe("search", SubscriptionOptions.defaults());
    User ada = all.users().create(named(MARKER));
    try {
      all.users().create(named(MARKER));
      throw new AssertionError("stored twice");
    } catch (DuplicateEntityException expected) {
      // It is counted.
    }
    all.users().findByUsername(MARKER);
    database.inTransaction(tx -> tx.users().update(ada.withUsername(new Username(MARKER + "2"))));
    all.behaviorInputs().saveAll(IntStream.range(0, 150).mapToObj(i -> input()).toList());
    try (Stream<BehaviorInput> stream = all.behaviorInputs().stream(BehaviorInputFilter.none())) {
      stream.forEach(input -> {});
    }
    try (var writer = all.behaviorInputs().groupCommit(GroupCommitOptions.defaults())) {
      List<CompletableFuture<BehaviorInput>> saved =
          IntStream.range(0, 50).mapToObj(i -> writer.saveAsync(input())).toList();
      saved.forEach(CompletableFuture::join);
    }
    all.behaviorInputs().workQueue().claimUnprocessed(3, Duration.ofMinutes(1));
  }

  /** Tells a listener of a write whose answer was lost. */
  static void loseAnAnswer(StorageListener listener) {
    listener
        .operationStarted("users.save", OperationKind.CALL)
        .finished(
            new FinishedOperation(
                "users.save",
                OperationKind.CALL,
                Duration.ofMillis(3),
                Duration.ZERO,
                0,
                false,
                Result.UNKNOWN,
                ErrorCode.OUTCOME_UNKNOWN));
  }

  /** Polls until {@code condition} holds, for at most 30 seconds. */
  static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("never came: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
