package io.zkpersona.storage.behavior.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.ClaimLostException;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.behavior.queue.DeadLetter;
import io.zkpersona.domain.behavior.queue.QueueDepth;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lifecycle of an input from claim to claim. */
@ExtendWith(RuntimeRole.class)
public class WorkQueueIT extends QueueFixture {

  private static final ActorId ACTOR = new ActorId(new UUID(7, 7));

  private static void assertLost(ClaimedInput claim) {
    for (Runnable call :
        List.<Runnable>of(
            () -> queue().complete(claim),
            () -> queue().extend(claim, LEASE),
            () -> queue().fail(claim, "reason", Duration.ZERO),
            () -> queue().release(claim))) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              ClaimLostException.class,
              lost -> assertThat(lost.behaviorInputId()).isEqualTo(claim.input().id().value()));
    }
    assertThat(queue().completeAll(List.of(claim))).isEmpty();
  }

  @Test
  void theOldestAreHandedOutWholeAndOnce() {
    List<BehaviorInput> inputs = inputs(5);
    Instant before = Instant.parse(database.queryOne(NOW));

    List<ClaimedInput> first = queue().claimUnprocessed(2, LEASE);
    List<ClaimedInput> second = queue().claimUnprocessed(1_000, LEASE);

    Instant after = Instant.parse(database.queryOne(NOW));
    assertThat(inputsOf(first)).isEqualTo(inputs.subList(0, 2));
    assertThat(inputsOf(second)).isEqualTo(inputs.subList(2, 5));
    assertThat(first)
        .allSatisfy(
            claim -> {
              assertThat(claim.attempt()).isOne();
              assertThat(claim.leasedUntil()).isBetween(before.plus(LEASE), after.plus(LEASE));
            });
    assertThat(queue().claimUnprocessed(1, LEASE)).isEmpty();
    assertThat(all().behaviorInputs().findAll()).isEqualTo(inputs);
    assertThat(queue().depth()).isEqualTo(new QueueDepth(0, 5, 0));
  }

  private static final String NOW =
      "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

  @Test
  void aCompletedInputIsProcessedByWhoeverActsAndItsClaimGone() {
    BehaviorInput input = inputs(1).get(0);
    ClaimedInput claim = claimOne();

    all().as(ACTOR).behaviorInputs().workQueue().complete(claim);

    BehaviorInput done = stored(input);
    assertThat(done).isEqualTo(input.withProcessed(true).withAudit(done.audit()));
    assertThat(done.audit().modifiedBy()).isEqualTo(ACTOR);
    assertThat(done.audit().modifiedAt()).isAfter(input.audit().modifiedAt());
    assertThat(claimRows()).isEmpty();
    assertLost(claim);
  }

  @Test
  void manyAreCompletedAtOnceWithoutThoseThatWereLost() {
    List<BehaviorInput> inputs = inputs(4);
    List<ClaimedInput> claims = queue().claimUnprocessed(3, LEASE);
    all().behaviorInputs().markAsProcessed(inputs.get(1).id());

    assertThat(queue().completeAll(claims))
        .containsExactlyInAnyOrder(inputs.get(0).id(), inputs.get(2).id());

    assertThat(queue().completeAll(claims)).isEmpty();
    assertThat(queue().completeAll(List.of())).isEmpty();
    assertThat(inputsOf(queue().claimUnprocessed(10, LEASE))).isEqualTo(inputs.subList(3, 4));
  }

  @Test
  void anExpiredLeaseIsHandedOutAgainAndTheLateHolderRefused() {
    BehaviorInput input = inputs(1).get(0);
    ClaimedInput late = claimOne();
    passTime();

    ClaimedInput next = claimOne();

    assertThat(next.input()).isEqualTo(input);
    assertThat(next.attempt()).isEqualTo(2);
    assertThat(next.token()).isGreaterThan(late.token());
    assertLost(late);
    assertThat(stored(input)).isEqualTo(input);
    queue().complete(next);
    assertThat(stored(input).processed()).isTrue();
  }

  @Test
  void whatNobodyElseTookIsCompletedAfterTheLeaseToo() {
    BehaviorInput input = inputs(1).get(0);
    ClaimedInput claim = claimOne();
    passTime();

    queue().complete(claim);

    assertThat(stored(input).processed()).isTrue();
  }

  @Test
  void anExtendedLeaseBeginsAnew() {
    inputs(1);
    ClaimedInput claim = claimOne();
    passTime();

    ClaimedInput extended = queue().extend(claim, Duration.ofHours(24));

    assertThat(extended.leasedUntil()).isAfter(claim.leasedUntil().plus(Duration.ofHours(23)));
    assertThat(extended.token()).isEqualTo(claim.token());
    assertThat(queue().claimUnprocessed(1, LEASE)).isEmpty();
    queue().complete(claim);
  }

  @Test
  void aFailedInputIsDelayedAndInTheEndADeadLetter() {
    List<BehaviorInput> inputs = inputs(2);
    WorkQueue twice = queue().withMaxAttempts(2);
    String reason = "\uD83E\uDDA6".repeat(500);

    ClaimedInput first = twice.claimUnprocessed(1, LEASE).get(0);
    assertThat(twice.fail(first, "at first", Duration.ofDays(30))).isTrue();
    assertLost(first);
    assertThat(inputsOf(twice.claimUnprocessed(9, LEASE))).isEqualTo(inputs.subList(1, 2));
    assertThat(queue().depth()).isEqualTo(new QueueDepth(1, 1, 0));
    passTime();
    ClaimedInput second = twice.claimUnprocessed(1, LEASE).get(0);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(
            all()
                .as(ACTOR)
                .behaviorInputs()
                .workQueue()
                .withMaxAttempts(2)
                .fail(second, reason, Duration.ZERO))
        .isFalse();

    passTime();
    assertThat(inputsOf(queue().claimUnprocessed(9, LEASE))).isEqualTo(inputs.subList(1, 2));
    assertThat(all().behaviorInputs().findUnprocessed(9)).isEqualTo(inputs.subList(1, 2));
    BehaviorInput dead = stored(inputs.get(0));
    assertThat(dead).isEqualTo(inputs.get(0).withAudit(dead.audit()));
    assertThat(dead.audit().modifiedBy()).isEqualTo(ACTOR);
    assertThat(queue().deadLetters(9)).containsExactly(new DeadLetter(dead, 2, reason));
    assertThat(queue().depth()).isEqualTo(new QueueDepth(0, 1, 1));
    assertLost(second);
  }

  @Test
  void anInputThatKillsItsWorkersIsGivenUpWithoutAnybodySayingSo() {
    List<BehaviorInput> inputs = inputs(3);
    WorkQueue thrice = queue().withMaxAttempts(3);
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(thrice.claimUnprocessed(1, LEASE))
          .singleElement()
          .extracting(ClaimedInput::attempt)
          .isEqualTo(attempt);
      passTime();
    }

    assertThat(
            inputsOf(
                all()
                    .as(ACTOR)
                    .behaviorInputs()
                    .workQueue()
                    .withMaxAttempts(3)
                    .claimUnprocessed(2, LEASE)))
        .isEqualTo(inputs.subList(1, 2));

    BehaviorInput dead = stored(inputs.get(0));
    assertThat(dead.audit().modifiedBy()).isEqualTo(ACTOR);
    assertThat(queue().deadLetters(9)).containsExactly(new DeadLetter(dead, 3, "lease expired"));
    assertThat(inputsOf(queue().claimUnprocessed(9, LEASE))).isEqualTo(inputs.subList(2, 3));
  }

  @Test
  void aReasonStaysUntilTheNextFailure() {
    inputs(1);
    WorkQueue queue = queue().withMaxAttempts(3);
    queue.fail(queue.claimUnprocessed(1, LEASE).get(0), "a reason", Duration.ZERO);
    queue.release(queue.claimUnprocessed(1, LEASE).get(0));
    queue.claimUnprocessed(1, LEASE);
    passTime();
    queue.fail(queue.claimUnprocessed(1, LEASE).get(0), "the last", Duration.ZERO);

    assertThat(queue.deadLetters(1))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.attempts()).isEqualTo(3);
              assertThat(dead.failureReason()).isEqualTo("the last");
            });
  }

  @Test
  void whatIsGivenBackIsHandedOutAtOnceAsIfItHadNotBeenClaimed() {
    inputs(1);
    WorkQueue once = queue().withMaxAttempts(1);
    for (int i = 0; i < 3; i++) {
      ClaimedInput claim = once.claimUnprocessed(1, LEASE).get(0);
      assertThat(claim.attempt()).isOne();
      once.release(claim);
      assertLost(claim);
    }
    assertThat(queue().deadLetters(1)).isEmpty();
    assertThat(queue().depth()).isEqualTo(new QueueDepth(1, 0, 0));
  }

  @Test
  void aDeadLetterIsHandedOutAgainOnceItIsAskedFor() {
    BehaviorInput input = inputs(1).get(0);
    ClaimedInput claim = claimOne();
    queue().withMaxAttempts(1).fail(claim, "reason", Duration.ZERO);

    assertThat(queue().requeue(input.id())).isTrue();

    assertThat(queue().requeue(input.id())).isFalse();
    assertThat(queue().deadLetters(1)).isEmpty();
    ClaimedInput next = claimOne();
    assertThat(next.attempt()).isOne();
    assertThat(next.token()).isGreaterThan(claim.token());
    assertThat(queue().requeue(input.id())).isFalse();
    queue().complete(next);
    assertThatThrownBy(() -> queue().requeue(BehaviorInputId.generate()))
        .isInstanceOf(EntityNotFoundException.class);
  }

  @Test
  void aClaimEndsWithItsInput() {
    List<BehaviorInput> inputs = inputs(2);
    List<ClaimedInput> claims = queue().claimUnprocessed(2, LEASE);

    all().behaviorInputs().deleteById(inputs.get(0).id());

    assertLost(claims.get(0));
    assertThat(claimRows()).containsExactly(inputs.get(1).id());
    all().behaviorInputs().deleteEverything();
    assertThat(claimRows()).isEmpty();
  }
}
