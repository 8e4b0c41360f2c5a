package io.zkpersona.storage.behavior.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Workers that compete, and workers that die. */
@NewestServerOnly
public class WorkQueueConcurrencyIT extends QueueFixture {

  private static final int WORKERS = 8;
  private static final int INPUTS = 2_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static CreateScoringResultRequest score(BehaviorInputId input) {
    return CreateScoringResultRequest.builder()
        .behaviorInputId(input)
        .score(BigDecimal.ONE)
        .modelVersion("1")
        .build();
  }

  @Test
  void noTwoWorkersGetTheSame() throws InterruptedException {
    List<BehaviorInput> inputs = inputs(INPUTS);

    List<List<ClaimedInput>> claims =
        Together.values(
            Together.run(
                WORKERS,
                () -> {
                  List<ClaimedInput> mine = new ArrayList<>();
                  List<ClaimedInput> some = queue().claimUnprocessed(7, LEASE);
                  while (!some.isEmpty()) {
                    mine.addAll(some);
                    some = queue().claimUnprocessed(7, LEASE);
                  }
                  return mine;
                }));

    List<ClaimedInput> all = claims.stream().flatMap(Collection::stream).toList();
    assertThat(inputsOf(all)).containsExactlyInAnyOrderElementsOf(inputs);
    assertThat(all.stream().map(ClaimedInput::token)).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(claim -> assertThat(claim.attempt()).isOne());
  }

  @Test
  void noWorkerWaitsForAnother() {
    List<BehaviorInput> inputs = inputs(5);

    manager.inTransaction(
        tx -> {
          List<ClaimedInput> mine = tx.behaviorInputs().workQueue().claimUnprocessed(2, LEASE);
          WorkQueue other = manager.outsideTransaction().behaviorInputs().workQueue();
          assertThat(inputsOf(mine)).isEqualTo(inputs.subList(0, 2));
          assertThat(inputsOf(other.claimUnprocessed(5, LEASE))).isEqualTo(inputs.subList(2, 5));
          assertThat(other.claimUnprocessed(5, LEASE)).isEmpty();
        });
  }

  /**
   * The first claim reaches the second input after another worker has claimed it, so its snapshot
   * of that input is out of date.
   */
  @Test
  void whatWasClaimedAfterAClaimBeganIsNotClaimedTwice() throws SQLException {
    List<BehaviorInput> inputs = inputs(2);
    queue().claimUnprocessed(1, LEASE);
    passTime();
    try (Connection blocker = database.connect()) {
      blocker.setAutoCommit(false);
      Backends.execute(blocker, "SELECT FROM zkpersona.behavior_input_claims FOR UPDATE");
      CompletableFuture<List<ClaimedInput>> slow =
          OwnThreads.supply(() -> queue().claimUnprocessed(2, LEASE));
      Backends.awaitWaiting(database, 1);

      List<ClaimedInput> quick = queue().claimUnprocessed(2, LEASE);
      blocker.rollback();

      assertThat(inputsOf(quick)).isEqualTo(inputs.subList(1, 2));
      assertThat(inputsOf(slow.join())).isEqualTo(inputs.subList(0, 1));
      queue().complete(quick.get(0));
    }
  }

  /** The holder completes while another worker's claim is not yet committed. */
  @Test
  void whoWaitedForATakeoverIsRefused() {
    BehaviorInput input = inputs(1).get(0);
    ClaimedInput late = claimOne();
    passTime();
    CompletableFuture<Set<BehaviorInputId>> completing = new CompletableFuture<>();

    manager.inTransaction(
        tx -> {
          assertThat(tx.behaviorInputs().workQueue().claimUnprocessed(1, LEASE)).hasSize(1);
          completing.completeAsync(() -> queue().completeAll(List.of(late)), OwnThreads.EXECUTOR);
          Backends.awaitWaiting(database, 1);
        });

    assertThat(completing.join()).isEmpty();
    assertThat(stored(input)).isEqualTo(input);
  }

  @Test
  void whateverBecomesOfWorkersEachInputIsDoneOnce() throws InterruptedException {
    inputs(INPUTS);
    AtomicInteger numbers = new AtomicInteger();

    Together.values(Together.run(WORKERS, () -> new Worker(numbers.incrementAndGet()).call()));

    assertThat(all().behaviorInputs().findUnprocessed(1)).isEmpty();
    assertThat(
            database.queryOne(
                "SELECT count(*) || ' ' || count(DISTINCT behavior_input_id)"
                    + " FROM zkpersona.scoring_results"))
        .isEqualTo(INPUTS + " " + INPUTS);
    assertThat(claimRows()).isEmpty();
  }

  /** A worker that usually succeeds. */
  private static final class Worker {

    private static final String KILL =
        """
        SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'zkpersona-storage'
        ORDER BY pid % 7, pid LIMIT 1
        """;

    private final Random random;
    private final WorkQueue queue = queue().withMaxAttempts(1_000);
    private int kills;

    Worker(int number) {
      this.random = new Random(number);
      this.kills = number == 1 ? 10 : 0;
    }

    boolean call() {
      boolean more = true;
      while (more) {
        more = survived(this::workOrWait);
      }
      return true;
    }

    private interface Step {
      boolean run();
    }

    /**
     * Returns true if there may be more work. A lost claim or connection does not stop the worker,
     * because the inputs become available again.
     */
    private static boolean survived(Step step) {
      try {
        return step.run();
      } catch (ZkPersonaException e) {
        if (!Set.of(ErrorCode.CLAIM_LOST, ErrorCode.OUTCOME_UNKNOWN).contains(e.code())
            && !e.code().retryable()) {
          throw e;
        }
        return true;
      }
    }

    private boolean workOrWait() {
      List<ClaimedInput> claims = queue.claimUnprocessed(1 + random.nextInt(50), SHORTEST);
      for (int i = 0; i < claims.size(); i++) {
        ClaimedInput claim = claims.get(i);
        List<ClaimedInput> rest = claims.subList(i, claims.size());
        if (random.nextInt(40) == 0) {
          survived(() -> completeAll(rest));
          break;
        }
        survived(() -> work(claim));
        if (kills > 0 && random.nextInt(20) == 0) {
          kills--;
          database.query(KILL);
        }
      }
      return !claims.isEmpty()
          || queue.awaitWork(SHORTEST)
          || !all().behaviorInputs().findUnprocessed(1).isEmpty();
    }

    private boolean completeAll(List<ClaimedInput> claims) {
      manager.inTransaction(
          tx ->
              tx.scoringResults()
                  .createAll(
                      tx.behaviorInputs().workQueue().completeAll(claims).stream()
                          .map(WorkQueueConcurrencyIT::score)
                          .collect(Collectors.toList())));
      return true;
    }

    private boolean work(ClaimedInput claim) {
      switch (random.nextInt(10)) {
        case 0 -> {} // The worker died.
        case 1 -> queue.fail(claim, "reason", Duration.ofMillis(random.nextInt(50)));
        case 2 -> queue.release(claim);
        case 3 -> diedBeforeItsCommit(claim);
        case 4 -> complete(queue.extend(claim, SHORTEST));
        default -> complete(claim);
      }
      return true;
    }

    private static void complete(ClaimedInput claim) {
      manager.inTransaction(
          tx -> {
            tx.behaviorInputs().workQueue().complete(claim);
            tx.scoringResults().create(score(claim.input().id()));
          });
    }

    private static void diedBeforeItsCommit(ClaimedInput claim) {
      try {
        manager.inTransaction(
            tx -> {
              tx.behaviorInputs().workQueue().complete(claim);
              tx.scoringResults().create(score(claim.input().id()));
              throw new Death();
            });
      } catch (Death e) {
        // Nothing was committed.
      }
    }
  }

  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
