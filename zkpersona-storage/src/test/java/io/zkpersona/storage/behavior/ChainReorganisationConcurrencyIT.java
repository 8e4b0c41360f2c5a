package io.zkpersona.storage.behavior;

import static io.zkpersona.storage.behavior.ChainEvents.CHAIN;
import static io.zkpersona.storage.behavior.ChainEvents.block;
import static io.zkpersona.storage.behavior.ChainEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.InputInvalidation;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.behavior.InvalidationRule.Proofs;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.behavior.queue.QueueFixture;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rows added by others while a chain's blocks are invalidated are deleted too, or refused. */
public class ChainReorganisationConcurrencyIT extends QueueFixture {

  private static final InvalidationRule DEFAULTS = InvalidationRule.defaults();

  private static BehaviorInputRepository repository() {
    return all().behaviorInputs();
  }

  private static ScoringResultId score(BehaviorInput input) {
    return all().scoringResults().save(References.score(input.id())).id();
  }

  @Test
  void aScoreThatIsAddedMeanwhileIsRefused() {
    BehaviorInput gone = repository().save(event(1, block(CHAIN, 7)));
    List<CompletableFuture<ScoringResultId>> adding = new ArrayList<>();
    manager.inTransaction(
        tx -> {
          tx.behaviorInputs().invalidateFromBlock(CHAIN, 7, DEFAULTS);
          adding.add(OwnThreads.supply(() -> score(gone)));
          Eventually.holds("the score waits", ChainReorganisationConcurrencyIT::oneWaits);
        });

    assertThatThrownBy(adding.get(0)::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(MissingReferenceException.class);
  }

  @Test
  void aScoreThatIsJustBeingAddedIsWaitedForAndTakenBackToo() throws SQLException {
    BehaviorInput gone = repository().save(event(1, block(CHAIN, 7)));
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      insertScore(writer, gone);
      CompletableFuture<InputInvalidation> back =
          OwnThreads.supply(() -> repository().invalidateFromBlock(CHAIN, 7, DEFAULTS));
      Eventually.holds("the invalidation waits", ChainReorganisationConcurrencyIT::oneWaits);
      writer.commit();

      assertThat(back.join()).isEqualTo(new InputInvalidation(1, 0, 1, 0, 0));
    }
  }

  /** Otherwise the foreign key would delete the proof with the score, whatever the rule says. */
  @Test
  void aProofThatIsJustBeingAddedToAScoreIsWaitedForAndFollowsTheRule() {
    BehaviorInput gone = repository().save(event(1, block(CHAIN, 7)));
    ZkProof proof = ProofSamples.of(ProofProtocol.MARLIN, 1).withScoringResultId(score(gone));
    InvalidationRule keeping = InvalidationRule.builder().proofs(Proofs.KEEP).build();

    assertThat(invalidatedWhile(keeping, tx -> tx.zkProofs().save(proof)))
        .isEqualTo(new InputInvalidation(1, 0, 1, 1, 0));

    assertThat(all().zkProofs().getById(proof.id()).scoringResultId()).isNull();
  }

  @Test
  void reputationThatIsJustBeingDerivedFromAProofIsWaitedForAndTakenBackToo() {
    UserId user = all().users().save(User.builder().build()).id();
    BehaviorInput gone = repository().save(event(1, block(CHAIN, 7)));
    ZkProofId proof =
        all()
            .zkProofs()
            .save(ProofSamples.of(ProofProtocol.MARLIN, 1).withBehaviorInputId(gone.id()))
            .id();
    RecordReputationRequest derived =
        RecordReputationRequest.builder()
            .userId(user)
            .scoringCategory(ScoringCategory.DEFI)
            .reputationScore(BigDecimal.TEN)
            .zkProofId(proof)
            .build();

    assertThat(invalidatedWhile(DEFAULTS, tx -> tx.reputationRecords().record(derived)))
        .isEqualTo(new InputInvalidation(1, 0, 0, 1, 1));

    assertThat(all().reputationRecords().inForce(user, ScoringCategory.DEFI, ScoringPeriod.CURRENT))
        .isEmpty();
  }

  /** Returns the result of an invalidation that starts before the adding transaction ends. */
  private static InputInvalidation invalidatedWhile(
      InvalidationRule rule, Consumer<Repositories> addition) {
    CompletableFuture<InputInvalidation> back =
        manager.callInTransaction(
            tx -> {
              addition.accept(tx);
              CompletableFuture<InputInvalidation> begun =
                  OwnThreads.supply(() -> repository().invalidateFromBlock(CHAIN, 7, rule));
              Eventually.holds(
                  "the invalidation waits", ChainReorganisationConcurrencyIT::oneWaits);
              return begun;
            });
    return back.join();
  }

  /**
   * A writer holds the second input and waits for the first; the invalidation does the opposite.
   */
  @Test
  void aDeadlockWithAWriterIsSurvived() throws SQLException {
    BehaviorInput first = repository().save(event(1, block(CHAIN, 7)));
    BehaviorInput second = repository().save(event(2, block(CHAIN, 8)));
    try (Connection writer = database.connect()) {
      writer.setAutoCommit(false);
      Backends.execute(writer, "SET deadlock_timeout = '10min'");
      insertScore(writer, second);
      CompletableFuture<InputInvalidation> back =
          OwnThreads.supply(() -> repository().invalidateFromBlock(CHAIN, 7, DEFAULTS));
      Eventually.holds("the invalidation waits", ChainReorganisationConcurrencyIT::oneWaits);
      insertScore(writer, first);
      writer.commit();

      assertThat(back.join()).isEqualTo(new InputInvalidation(2, 0, 2, 0, 0));
    }
  }

  private static void insertScore(Connection writer, BehaviorInput input) throws SQLException {
    Backends.execute(
        writer,
        """
        INSERT INTO zkpersona.scoring_results (behavior_input_id, score, model_version, "timestamp")
        VALUES ('%s', 1, '1', now())
        """
            .formatted(input.id().value()));
  }

  private static boolean oneWaits() {
    return database.queryOne(Backends.WAITING_FOR_A_LOCK).equals("1");
  }

  @Test
  void countsStayExactWhileOthersLoadAndWork() throws InterruptedException {
    all().behaviorInputs().activityRollup().enable();
    AtomicInteger turn = new AtomicInteger();

    List<Throwable> failures =
        Together.failures(
            Together.run(
                6,
                () -> {
                  int mine = turn.getAndIncrement();
                  for (int i = 0; i < 15; i++) {
                    if (mine < 2) {
                      load(mine * 1_000 + i * 10);
                    } else if (mine < 5) {
                      work();
                    } else {
                      repository().invalidateFromBlock(CHAIN, 5, DEFAULTS);
                    }
                  }
                  return mine;
                }));

    assertThat(failures).isEmpty();
    repository().invalidateFromBlock(CHAIN, 5, DEFAULTS);
    assertThat(all().behaviorInputs().activityRollup().verify()).isZero();
    assertThat(repository().count()).isEqualTo(2 * 15 * 5);
    repository().invalidateFromBlock(CHAIN, 0, DEFAULTS);
    all().behaviorInputs().activityRollup().fold();
    assertThat(all().behaviorInputs().activityRollup().verify()).isZero();
    assertThat(claimRows()).isEmpty();
    all().behaviorInputs().activityRollup().disable();
  }

  private static void load(int from) {
    List<BehaviorInput> loaded = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      loaded.add(event(from + i, block(CHAIN, i)));
    }
    repository().saveAll(loaded);
  }

  private static void work() {
    List<ClaimedInput> claims = queue().claimUnprocessed(5, LEASE);
    for (ClaimedInput claim : claims) {
      try {
        score(claim.input());
      } catch (MissingReferenceException e) {
        assertThat(e.field()).isEqualTo("behaviorInputId");
      }
    }
    queue().completeAll(claims);
  }
}
