package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.behavior.queue.DeadLetter;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import java.time.Duration;
import java.util.List;

/** One call of each method of the work queue, behind 10,000 dead letters and 8,000 claims. */
final class WorkQueueCalls {

  private static final Duration LEASE = Duration.ofMinutes(5);

  private WorkQueueCalls() {}

  static void addTo(Calls calls) {
    calls
        .add("queue claim", all -> assertThat(claims(all)).hasSize(100))
        .add("queue complete", all -> all.behaviorInputs().workQueue().complete(claims(all).get(0)))
        .add("queue complete all", all -> all.behaviorInputs().workQueue().completeAll(claims(all)))
        .add(
            "queue extend",
            all -> all.behaviorInputs().workQueue().extend(claims(all).get(0), LEASE))
        .add("queue release", all -> all.behaviorInputs().workQueue().release(claims(all).get(0)))
        .add(
            "queue fail",
            all ->
                all.behaviorInputs()
                    .workQueue()
                    .fail(claims(all).get(0), "reason", Duration.ofSeconds(1)))
        .add(
            "queue fail for good",
            all -> {
              WorkQueue once = all.behaviorInputs().workQueue().withMaxAttempts(1);
              once.fail(once.claimUnprocessed(1, LEASE).get(0), "reason", Duration.ZERO);
            })
        .add(
            "queue requeue",
            all -> {
              List<DeadLetter> dead = all.behaviorInputs().workQueue().deadLetters(100);
              assertThat(dead).hasSize(100);
              all.behaviorInputs().workQueue().requeue(dead.get(0).input().id());
            })
        .add(
            "queue depth",
            all ->
                assertThat(all.behaviorInputs().workQueue().depth().dead())
                    .isEqualTo(QueryPlanIT.INPUTS / 100))
        .add(
            "queue wake and wait",
            all -> {
              all.behaviorInputs().workQueue().notifyWorkers();
              assertThatThrownBy(() -> all.behaviorInputs().workQueue().awaitWork(LEASE))
                  .isInstanceOf(TransactionException.class);
            });
  }

  private static List<ClaimedInput> claims(Repositories all) {
    return all.behaviorInputs().workQueue().claimUnprocessed(100, LEASE);
  }
}
