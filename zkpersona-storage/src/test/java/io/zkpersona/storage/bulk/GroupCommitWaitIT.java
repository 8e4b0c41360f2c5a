package io.zkpersona.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows in a group commit do not wait one lock timeout after another. */
// Some connections only hold a lock, and some rows only cause a wait.
@SuppressWarnings("try")
@NewestServerOnly
class GroupCommitWaitIT {

  private static final Duration LIMIT = Duration.ofMillis(500);

  /** Twice the limit, doubled for a busy machine. */
  private static final Duration MOST = LIMIT.multipliedBy(4);

  private static TestDatabase database;
  private static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(database.config().lockTimeout(LIMIT).build());
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @BeforeEach
  void startEmpty() {
    Rows.deleteAll(database);
  }

  private static GroupCommitWriter<BehaviorInput, BehaviorInputId> groupCommit() {
    return manager.repositories().behaviorInputs().groupCommit(GroupCommitOptions.defaults());
  }

  private static BehaviorInput keyed(String key) {
    return BehaviorInput.builder()
        .inputData(Json.emptyObject())
        .externalKey(new ExternalKey(key))
        .build();
  }

  /** The duration and outcome of a call. */
  private record Heard(Duration after, Throwable failure) {}

  private static Heard timed(
      GroupCommitWriter<BehaviorInput, BehaviorInputId> writer, BehaviorInput input) {
    long start = System.nanoTime();
    Throwable failure = null;
    try {
      writer.save(input);
    } catch (StatementTimeoutException e) {
      failure = e;
    }
    return new Heard(Duration.ofNanos(System.nanoTime() - start), failure);
  }

  @Test
  void fortyCallersHearWithinTwiceTheLimitWhileTheTableIsLocked() throws Exception {
    List<Heard> heard;
    try (Connection connection = database.connect();
        GroupCommitWriter<BehaviorInput, BehaviorInputId> writer = groupCommit()) {
      connection.setAutoCommit(false);
      Backends.execute(connection, "LOCK TABLE zkpersona.behavior_inputs IN EXCLUSIVE MODE");

      heard =
          Together.values(
              Together.run(
                  40,
                  () ->
                      timed(
                          writer, BehaviorInput.builder().inputData(Json.emptyObject()).build())));
    }

    assertThat(heard)
        .hasSize(40)
        .allSatisfy(
            each -> {
              assertThat(each.failure).isInstanceOf(StatementTimeoutException.class);
              assertThat(each.after).isLessThan(MOST);
            });
    assertThat(heard).extracting(Heard::after).allMatch(after -> after.compareTo(LIMIT) >= 0);
    assertThat(manager.repositories().behaviorInputs().count()).isZero();
  }

  /** Several rounds, so that most calls arrive while others are being tried. */
  @Test
  void thoseThatComeMeanwhileHearAsSoon() throws Exception {
    List<List<Heard>> heard;
    try (Connection connection = database.connect();
        GroupCommitWriter<BehaviorInput, BehaviorInputId> writer = groupCommit()) {
      connection.setAutoCommit(false);
      Backends.execute(connection, "LOCK TABLE zkpersona.behavior_inputs IN EXCLUSIVE MODE");

      heard =
          Together.values(
              Together.run(
                  12,
                  () -> {
                    List<Heard> rounds = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                      rounds.add(
                          timed(
                              writer,
                              BehaviorInput.builder().inputData(Json.emptyObject()).build()));
                    }
                    return rounds;
                  }));
    }

    assertThat(heard.stream().flatMap(List::stream))
        .hasSize(36)
        .allSatisfy(
            each -> {
              assertThat(each.failure).isNotNull();
              assertThat(each.after).isLessThan(MOST);
            });
  }

  @Test
  void oneThatIsInTheWayOfAnOpenTransactionFailsAlone() throws Exception {
    List<CompletableFuture<BehaviorInput>> results = new ArrayList<>();
    try (Connection connection = database.connect();
        GroupCommitWriter<BehaviorInput, BehaviorInputId> writer = groupCommit()) {
      connection.setAutoCommit(false);
      Backends.execute(
          connection,
          "INSERT INTO zkpersona.behavior_inputs (input_data, external_key, timestamp)"
              + " VALUES ('{}', 'taken', now())");

      for (int i = 0; i < 200; i++) {
        results.add(writer.saveAsync(keyed(i == 77 ? "taken" : "key" + i)));
      }
      long start = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        CompletableFuture<BehaviorInput> result = results.get(i);
        if (i == 77) {
          assertThat(result)
              .failsWithin(MOST)
              .withThrowableThat()
              .withCauseInstanceOf(StatementTimeoutException.class);
        } else {
          assertThat(result).succeedsWithin(MOST);
        }
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST);
      connection.rollback();
    }
    assertThat(manager.repositories().behaviorInputs().count()).isEqualTo(199);
  }

  /** The limit of a retried part applies only to its transaction. */
  @Test
  void theSessionsOwnLimitIsLeftAsItIs() throws Exception {
    fortyCallersHearWithinTwiceTheLimitWhileTheTableIsLocked();

    for (int i = 0; i < 3; i++) {
      assertThat(manager.<String>withConnection(c -> Backends.setting(c, "lock_timeout")))
          .isEqualTo("500ms");
    }
  }
}
