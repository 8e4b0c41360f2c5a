package io.zkpersona.storage.behavior.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.ClaimLostException;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.behavior.queue.QueueDepth;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.testing.server.Rows;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The queue alongside other changes of inputs, in transactions, and with invalid arguments. */
public class WorkQueueOutsideIT extends QueueFixture {

  private static CreateScoringResultRequest score(BehaviorInputId input) {
    return CreateScoringResultRequest.builder()
        .behaviorInputId(input)
        .score(BigDecimal.ONE)
        .modelVersion("1")
        .build();
  }

  private static Map<String, Consumer<BehaviorInput>> waysToProcess() {
    return Map.of(
        "marked", input -> all().behaviorInputs().markAsProcessed(input.id()),
        "many marked", input -> all().behaviorInputs().markAsProcessed(List.of(input.id())),
        "scored", input -> all().scoringResults().createAndMarkProcessed(score(input.id())),
        "many scored",
            input -> all().scoringResults().createAllAndMarkProcessed(List.of(score(input.id()))),
        "updated", input -> all().behaviorInputs().update(stored(input).withProcessed(true)),
        "many updated",
            input ->
                all()
                    .behaviorInputs()
                    .updateAll(List.of(stored(input).withProcessed(true)), BulkOptions.atomic()),
        "updated by function",
            input -> all().behaviorInputs().update(input.id(), now -> now.withProcessed(true)));
  }

  @TestFactory
  Stream<DynamicTest> whatSomebodyElseProcessesIsNobodysWorkAnyMore() {
    return waysToProcess().entrySet().stream()
        .map(
            way ->
                DynamicTest.dynamicTest(
                    way.getKey(),
                    () -> {
                      startEmpty();
                      BehaviorInput input = inputs(1).get(0);
                      ClaimedInput claim = claimOne();

                      way.getValue().accept(input);

                      assertThat(claimRows()).isEmpty();
                      assertThatThrownBy(() -> queue().complete(claim))
                          .isInstanceOf(ClaimLostException.class);
                      assertThat(queue().depth()).isEqualTo(new QueueDepth(0, 0, 0));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aDeadLetterThatIsProcessedIsNoneAnyMoreEvenIfItIsToBeDoneAgain() {
    return waysToProcess().entrySet().stream()
        .map(
            way ->
                DynamicTest.dynamicTest(
                    way.getKey(),
                    () -> {
                      startEmpty();
                      BehaviorInput input = inputs(1).get(0);
                      queue().withMaxAttempts(1).fail(claimOne(), "reason", Duration.ZERO);

                      way.getValue().accept(input);

                      assertThat(queue().deadLetters(1)).isEmpty();
                      BehaviorInput again =
                          all().behaviorInputs().update(stored(input).withProcessed(false));
                      assertThat(again).isEqualTo(stored(input));
                      assertThat(claimOne().attempt()).isOne();
                    }));
  }

  /** An upsert never changes whether an input is processed. */
  @Test
  void anUpsertLeavesAnInputsClaimAndWhetherItIsProcessed() {
    BehaviorInput input = inputs(1).get(0);
    ClaimedInput claim = claimOne();

    upsert(stored(input).withProcessed(true).withTimestamp(TIME.plusSeconds(9)));
    assertThat(stored(input).processed()).isFalse();
    assertThat(stored(input).timestamp()).isEqualTo(TIME.plusSeconds(9));

    queue().complete(claim);
    upsert(stored(input).withProcessed(false));
    assertThat(stored(input).processed()).isTrue();
    assertThat(queue().depth()).isEqualTo(new QueueDepth(0, 0, 0));
  }

  @Test
  void anUpsertLeavesADeadLetterDead() {
    BehaviorInput input = inputs(1).get(0);
    queue().withMaxAttempts(1).fail(claimOne(), "reason", Duration.ZERO);

    upsert(stored(input).withProcessed(true));

    assertThat(queue().deadLetters(1)).hasSize(1);
    assertThat(stored(input).processed()).isFalse();
  }

  private static void upsert(BehaviorInput input) {
    all().behaviorInputs().upsertAll(List.of(input), BulkOptions.atomic());
  }

  @Test
  void anUpdateThatLeavesAnInputUnprocessedLeavesItsClaim() {
    BehaviorInput input = inputs(1).get(0);
    ClaimedInput claim = claimOne();

    all().behaviorInputs().update(input.id(), now -> now.withTimestamp(TIME.plusSeconds(9)));

    queue().complete(claim);
  }

  @Test
  void aClaimInATransactionThatIsRolledBackNeverWas() {
    List<BehaviorInput> inputs = inputs(2);

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      ClaimedInput claim =
                          tx.behaviorInputs().workQueue().claimUnprocessed(1, LEASE).get(0);
                      tx.behaviorInputs().workQueue().complete(claim);
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(claimRows()).isEmpty();
    assertThat(all().behaviorInputs().findUnprocessed(9)).isEqualTo(inputs);
    assertThat(claimOne().attempt()).isOne();
  }

  @Test
  void aWorkerThatDiesBeforeItsCommitLeavesNeitherResultNorMark() {
    BehaviorInput input = inputs(1).get(0);
    ClaimedInput claim = claimOne();

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.behaviorInputs().workQueue().complete(claim);
                      tx.scoringResults().create(score(input.id()));
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(all().scoringResults().count()).isZero();
    assertThat(queue().claimUnprocessed(1, LEASE)).isEmpty();
    passTime();
    ClaimedInput next = claimOne();
    manager.inTransaction(
        tx -> {
          tx.behaviorInputs().workQueue().complete(next);
          tx.scoringResults().create(score(input.id()));
        });
    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.scoringResults().create(score(input.id()));
                      tx.behaviorInputs().workQueue().complete(claim);
                    }))
        .isInstanceOf(ClaimLostException.class);
    assertThat(all().scoringResults().count()).isOne();
    assertThat(stored(input).processed()).isTrue();
  }

  @Test
  void nonsenseIsRefusedByName() {
    inputs(1);
    ClaimedInput claim = claimOne();
    List<String> before = Rows.all(database);

    for (int limit : new int[] {0, -1, 1_001}) {
      refused("limit", () -> queue().claimUnprocessed(limit, LEASE));
      refused("limit", () -> queue().deadLetters(limit));
      refused("maxAttempts", () -> queue().withMaxAttempts(limit));
    }
    for (Duration lease :
        Arrays.asList(
            null, Duration.ZERO, Duration.ofMillis(999), LEASE.negated(), Duration.ofDays(2))) {
      refused("lease", () -> queue().claimUnprocessed(1, lease));
      refused("lease", () -> queue().extend(claim, lease));
    }
    for (Duration delay : Arrays.asList(null, Duration.ofNanos(-1), Duration.ofDays(31))) {
      refused("retryAfter", () -> queue().fail(claim, "reason", delay));
      refused("timeout", () -> queue().awaitWork(delay));
    }
    for (String reason : Arrays.asList(null, "x".repeat(501), "\u0000", "\uD800")) {
      refused("reason", () -> queue().fail(claim, reason, Duration.ZERO));
    }
    refused("claim", () -> queue().complete(null));
    refused("claim", () -> queue().extend(null, LEASE));
    refused("claim", () -> queue().fail(null, "reason", Duration.ZERO));
    refused("claim", () -> queue().release(null));
    refused("claims", () -> queue().completeAll(null));
    refused("claims", () -> queue().completeAll(Arrays.asList(claim, null)));
    refused("id", () -> queue().requeue(null));
    assertThat(Rows.all(database)).isEqualTo(before);
  }

  private static void refused(String field, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly(field));
  }
}
