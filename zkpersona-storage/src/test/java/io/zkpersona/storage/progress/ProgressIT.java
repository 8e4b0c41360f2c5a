package io.zkpersona.storage.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.Dependents;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@NewestServerOnly
class ProgressIT {

  private static final class Canceled extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A long call, which reports under its operation. */
  private record LongCall(String operation, BiConsumer<Repositories, ProgressListener> call) {}

  private final List<Progress> told = new ArrayList<>();
  private TestDatabase database;
  private DatabaseManager manager;
  private Repositories all;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
    all = manager.repositories();
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  private List<LongCall> calls() {
    Instant from = Instant.now().minus(Duration.ofDays(3));
    return List.of(
        new LongCall(
            "behavior_inputs.save_all",
            (on, progress) ->
                on.behaviorInputs()
                    .saveAll(inputs(250), BulkOptions.committing(100).onProgress(progress))),
        new LongCall(
            "activity_rollup.enable",
            (on, progress) -> on.behaviorInputs().activityRollup().enable(progress)),
        new LongCall(
            "activity_rollup.rebuild",
            (on, progress) -> on.behaviorInputs().activityRollup().rebuild(progress)),
        new LongCall(
            "reputation_counts.rebuild",
            (on, progress) -> on.reputationRecords().counts().rebuild(progress)),
        new LongCall(
            "input_partitions.enable",
            (on, progress) ->
                on.behaviorInputs()
                    .partitions()
                    .enable(from, PartitionWidth.DAY, Duration.ofDays(2), progress)),
        new LongCall(
            "input_partitions.prepare",
            (on, progress) ->
                on.behaviorInputs()
                    .partitions()
                    .prepare(PartitionWidth.DAY, Duration.ofDays(4), progress)),
        new LongCall(
            "input_partitions.drop",
            (on, progress) ->
                on.behaviorInputs()
                    .partitions()
                    .dropBefore(Instant.now(), Dependents.DELETE, progress)),
        new LongCall(
            "users.erase", (on, progress) -> on.users().erase(user("erased").id(), progress)));
  }

  @TestFactory
  Stream<DynamicTest> everyLongCallTellsItsProgress() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "all of them",
            () -> {
              for (LongCall call : calls()) {
                told.clear();
                call.call().accept(all, told::add);

                assertThat(told).as(call.operation()).isNotEmpty();
                assertThat(told).extracting(Progress::operation).containsOnly(call.operation());
                assertThat(told).extracting(Progress::done).isSorted();
                assertThat(told).allMatch(progress -> progress.committed() <= progress.done());
                assertThat(told).extracting(Progress::elapsed).isSorted();
                Progress last = told.get(told.size() - 1);
                assertThat(last.done()).as(call.operation()).isPositive();
                assertThat(last.committed()).isEqualTo(last.done());
                assertThat(last.total()).hasValue(last.done());
              }
            }),
        DynamicTest.dynamicTest(
            "none of them without a listener",
            () -> {
              for (LongCall call : calls()) {
                if (!call.operation().equals("behavior_inputs.save_all")) {
                  assertThatThrownBy(() -> call.call().accept(all, null))
                      .as(call.operation())
                      .isInstanceOf(ValidationException.class)
                      .hasMessage("progress: null (expected: a value)");
                }
              }
            }));
  }

  @Test
  void aRebuildCountsTheDays() {
    all.behaviorInputs().saveAll(inputs(30));
    all.behaviorInputs().activityRollup().enable();

    all.behaviorInputs().activityRollup().rebuild(told::add);

    assertThat(told).extracting(Progress::done).containsExactly(1L, 6L, 10L, 10L);
    assertThat(told).extracting(Progress::committed).containsExactly(0L, 0L, 0L, 10L);
    assertThat(told).allMatch(progress -> progress.total().orElse(0) == 10);
    assertThat(told.get(1)).hasToString("activity_rollup.rebuild 6 of 10");
  }

  @Test
  void aRebuildThatIsCanceledKeepsSummariesExact() {
    all.behaviorInputs().saveAll(inputs(30));
    all.behaviorInputs().activityRollup().enable();

    assertThatThrownBy(() -> all.behaviorInputs().activityRollup().rebuild(progress -> cancel()))
        .isInstanceOf(Canceled.class);

    assertThat(all.behaviorInputs().activityRollup().isEnabled()).isFalse();
    assertThat(all.behaviorInputs().analyticsSummary(BehaviorInputFilter.none()).totalInputs())
        .isEqualTo(30);
    assertThat(all.behaviorInputs().activityRollup().rebuild()).isTrue();
    assertThat(all.behaviorInputs().activityRollup().verify()).isZero();
  }

  @Test
  void aLongErasureTellsItsBatchesAndCanBeCanceled() {
    User ada = user("ada");
    database.execute(
        "INSERT INTO zkpersona.behavior_inputs (user_id, input_data, timestamp)"
            + " SELECT '%s', '{}', now()".formatted(ada.id().value())
            + " FROM generate_series(1, 25000)");

    assertThatThrownBy(
            () ->
                all.users()
                    .erase(
                        ada.id(),
                        progress -> {
                          if (progress.done() >= 20_000) {
                            cancel();
                          }
                        }))
        .isInstanceOf(Canceled.class);
    assertThat(all.behaviorInputs().count()).isEqualTo(25_000);

    long removed = all.users().erase(ada.id(), told::add).total();

    assertThat(told).hasSizeGreaterThanOrEqualTo(3);
    assertThat(told).extracting(Progress::done).isSorted().startsWith(10_000L, 20_000L);
    assertThat(told.get(0).committed()).isZero();
    assertThat(told.get(0).total()).isEmpty();
    assertThat(told.get(told.size() - 1).done()).isEqualTo(removed);
    assertThat(told.get(told.size() - 1).committed()).isEqualTo(removed);
  }

  @Test
  void nothingIsCommittedByAnErasureInsideATransaction() {
    User ada = user("ada");
    manager.inTransaction(tx -> tx.users().erase(ada.id(), told::add));

    assertThat(told).hasSize(1);
    assertThat(told.get(0).done()).isEqualTo(1);
    assertThat(told.get(0).committed()).isZero();
  }

  @Test
  void aBulkCallKnowsItsTotalOnlyFromACollection() {
    all.behaviorInputs().saveAll(inputs(10), BulkOptions.atomic().onProgress(told::add));
    all.behaviorInputs()
        .saveAll(inputs(10).stream()::iterator, BulkOptions.atomic().onProgress(told::add));

    assertThat(told.get(0).total()).hasValue(10);
    assertThat(told.get(1).total()).isEmpty();
    assertThat(told).extracting(Progress::done).containsExactly(10L, 10L);
    assertThat(told.get(1)).hasToString("behavior_inputs.save_all 10");
  }

  private static void cancel() {
    throw new Canceled();
  }

  private User user(String name) {
    return all.users().save(User.builder().username(new Username(name)).build());
  }

  /** Inputs of three days: the first, the sixth and the tenth. */
  private static List<BehaviorInput> inputs(int rows) {
    Instant first = Instant.parse("2026-03-01T12:00:00Z");
    int[] days = {0, 5, 9};
    return IntStream.range(0, rows)
        .mapToObj(
            i ->
                BehaviorInput.builder()
                    .inputData(Json.emptyObject())
                    .timestamp(first.plus(Duration.ofDays(days[i % days.length])))
                    .build())
        .toList();
  }
}
