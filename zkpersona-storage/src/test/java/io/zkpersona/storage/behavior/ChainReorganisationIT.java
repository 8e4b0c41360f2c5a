package io.zkpersona.storage.behavior;

import static io.zkpersona.storage.behavior.ChainEvents.CHAIN;
import static io.zkpersona.storage.behavior.ChainEvents.OTHER_CHAIN;
import static io.zkpersona.storage.behavior.ChainEvents.block;
import static io.zkpersona.storage.behavior.ChainEvents.event;
import static io.zkpersona.storage.behavior.ChainEvents.events;
import static io.zkpersona.storage.behavior.ChainEvents.rival;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.InputInvalidation;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.behavior.InvalidationRule.Proofs;
import io.zkpersona.domain.behavior.InvalidationRule.Reputation;
import io.zkpersona.domain.behavior.InvalidationRule.Scores;
import io.zkpersona.domain.behavior.queue.ClaimLostException;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.behavior.queue.QueueFixture;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.contract.References;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inputs of abandoned blocks are deleted with everything derived from them. */
public class ChainReorganisationIT extends QueueFixture {

  private static final InvalidationRule DEFAULTS = InvalidationRule.defaults();

  private int proofs;

  private static BehaviorInputRepository repository() {
    return all().behaviorInputs();
  }

  private static UserId user() {
    return all().users().save(User.builder().build()).id();
  }

  private static ScoringResultId score(BehaviorInput input) {
    return all().scoringResults().save(References.score(input.id())).id();
  }

  private ZkProofId proof(BehaviorInputId input, ScoringResultId score) {
    ZkProof proof = ProofSamples.of(ProofProtocol.MARLIN, ++proofs);
    return all().zkProofs().save(proof.withBehaviorInputId(input).withScoringResultId(score)).id();
  }

  private static ReputationRecord reputation(
      UserId user, ScoringCategory category, ScoringResultId score, ZkProofId proof) {
    return all()
        .reputationRecords()
        .record(
            RecordReputationRequest.builder()
                .userId(user)
                .scoringCategory(category)
                .reputationScore(BigDecimal.TEN)
                .scoringResultId(score)
                .zkProofId(proof)
                .build());
  }

  @Test
  void whatWasSeenInTheBlockOrLaterIsTakenBackAndMayBeSeenAgain() {
    List<BehaviorInput> stored = repository().saveAll(events(50));
    BehaviorInput elsewhere =
        repository().save(event(1, block(OTHER_CHAIN, 4)).withExternalKey(null));
    BehaviorInput offChain = repository().save(References.input());

    InputInvalidation back = repository().invalidateFromBlock(CHAIN, 3, DEFAULTS);

    assertThat(back).isEqualTo(new InputInvalidation(20, 0, 0, 0, 0));
    List<BehaviorInput> left = new ArrayList<>(stored.subList(0, 30));
    left.add(elsewhere);
    left.add(offChain);
    assertThat(repository().findAll()).containsExactlyInAnyOrderElementsOf(left);
    assertThat(repository().invalidateFromBlock(CHAIN, 3, DEFAULTS))
        .isEqualTo(new InputInvalidation(0, 0, 0, 0, 0));
    assertThat(repository().saveAll(events(50).subList(30, 50))).hasSize(20);
    assertThat(repository().invalidateFromBlock(CHAIN, 0, DEFAULTS).inputs()).isEqualTo(50);
  }

  @Test
  void onlyWhatWasSeenInRivalBlocksIsTakenBack() {
    BehaviorInput before = repository().save(event(1, rival(6)));
    BehaviorInput kept = repository().save(event(2, block(CHAIN, 7)));
    repository().save(event(3, rival(7)));
    repository().save(event(4, rival(7)));
    BehaviorInput after = repository().save(event(5, rival(8)));

    InputInvalidation back = repository().invalidateForks(block(CHAIN, 7), DEFAULTS);

    assertThat(back.inputs()).isEqualTo(2);
    assertThat(repository().findAll()).containsExactlyInAnyOrder(before, kept, after);
  }

  /** More rows than one batch holds, on both sides of the rows that stay. */
  @Test
  void manyAreTakenBackAsOne() {
    repository().saveAll(events(2_600));
    List<BehaviorInput> rivals = new ArrayList<>();
    for (int i = 0; i < 2_600; i++) {
      rivals.add(event(10_000 + i, rival(i / 1_300)));
    }
    repository().saveAll(rivals);

    assertThat(repository().invalidateForks(block(CHAIN, 1), DEFAULTS).inputs()).isEqualTo(1_300);
    assertThat(repository().count()).isEqualTo(3_900);
    assertThat(repository().invalidateFromBlock(CHAIN, 1, DEFAULTS).inputs()).isEqualTo(2_590);
    assertThat(repository().count()).isEqualTo(1_310);
  }

  @Test
  void whatWasDerivedGoesToo() {
    UserId user = user();
    BehaviorInput gone = repository().save(event(1, block(CHAIN, 7)));
    BehaviorInput stays = repository().save(event(2, block(CHAIN, 6)));
    ScoringResultId score = score(gone);
    ScoringResultId other = score(stays);
    ZkProofId ofInput = proof(gone.id(), null);
    ZkProofId ofScore = proof(null, score);
    ZkProofId ofBoth = proof(gone.id(), score);
    ZkProofId ofOther = proof(stays.id(), other);
    ReputationRecord byScore = reputation(user, ScoringCategory.DEFI, score, null);
    ReputationRecord byProof = reputation(user, ScoringCategory.NFT, null, ofScore);
    ReputationRecord byOther = reputation(user, ScoringCategory.DAO, other, ofOther);

    InputInvalidation back = repository().invalidateFromBlock(CHAIN, 7, DEFAULTS);

    assertThat(back).isEqualTo(new InputInvalidation(1, 0, 1, 3, 2));
    assertThat(all().scoringResults().findById(score)).isEmpty();
    assertThat(all().scoringResults().findById(other)).isPresent();
    for (ZkProofId proof : List.of(ofInput, ofScore, ofBoth)) {
      assertThat(all().zkProofs().findById(proof)).isEmpty();
    }
    assertThat(all().zkProofs().findById(ofOther)).isPresent();
    for (ReputationRecord record : List.of(byScore, byProof)) {
      ReputationRecord now = all().reputationRecords().getById(record.id());
      assertThat(now.status()).isEqualTo(ReputationStatus.INVALIDATED);
      assertThat(now.statusReason()).contains("the chain dropped the block");
      assertThat(now.scoringResultId()).isNull();
      assertThat(now.zkProofId()).isNull();
      assertThat(now.audit().modifiedAt()).isAfter(record.audit().modifiedAt());
      assertThat(
              all()
                  .reputationRecords()
                  .inForce(user, record.scoringCategory(), ScoringPeriod.CURRENT))
          .isEmpty();
    }
    assertThat(all().reputationRecords().getById(byOther.id())).isEqualTo(byOther);
  }

  @Test
  void theRuleSaysWhatBecomesOfReputationAndProofs() {
    for (Reputation reputation : Reputation.values()) {
      for (Proofs rule : Proofs.values()) {
        UserId user = user();
        BehaviorInput gone = repository().save(event(1, block(CHAIN, 7)));
        BehaviorInput stays = repository().save(References.input());
        ScoringResultId score = score(gone);
        ZkProofId proof = proof(stays.id(), score);
        ReputationRecord record = reputation(user, ScoringCategory.DEFI, null, proof);

        InputInvalidation back =
            repository()
                .invalidateFromBlock(
                    CHAIN, 7, new InvalidationRule(Scores.DELETE, rule, reputation));

        assertThat(back)
            .isEqualTo(new InputInvalidation(1, 0, 1, 1, reputation == Reputation.KEEP ? 0 : 1));
        assertThat(all().zkProofs().existsById(proof)).isEqualTo(rule == Proofs.KEEP);
        if (rule == Proofs.KEEP) {
          ZkProof kept = all().zkProofs().getById(proof);
          assertThat(kept.behaviorInputId()).isEqualTo(stays.id());
          assertThat(kept.scoringResultId()).isNull();
        }
        assertThat(all().reputationRecords().existsById(record.id()))
            .isEqualTo(reputation != Reputation.DELETE);
        assertThat(
                all()
                    .reputationRecords()
                    .inForce(user, ScoringCategory.DEFI, ScoringPeriod.CURRENT)
                    .isPresent())
            .isEqualTo(reputation == Reputation.KEEP);
      }
    }
  }

  /** The score belongs to the last input, so a thousand inputs were already deleted. */
  @Test
  void nothingIsTakenBackWhereTheRuleKeepsScores() {
    List<BehaviorInput> stored = repository().saveAll(events(1_500));
    score(stored.get(1_499));
    InvalidationRule refusing = InvalidationRule.builder().scores(Scores.REFUSE).build();

    assertThatThrownBy(() -> repository().invalidateFromBlock(CHAIN, 0, refusing))
        .isInstanceOf(StillReferencedException.class)
        .hasMessageContaining("behaviorInputId of scoring result: still refers");

    assertThat(repository().count()).isEqualTo(1_500);
    assertThat(repository().invalidateFromBlock(CHAIN, 149, DEFAULTS))
        .isEqualTo(new InputInvalidation(10, 0, 1, 0, 0));
    assertThat(repository().invalidateFromBlock(CHAIN, 0, refusing).inputs()).isEqualTo(1_490);
  }

  @Test
  void whoeverWorksOnAnInputThatIsTakenBackHearsOfIt() {
    repository().saveAll(events(2));
    List<ClaimedInput> claims = queue().claimUnprocessed(2, LEASE);
    queue().fail(claims.get(1), "not yet", LEASE);

    assertThat(repository().invalidateFromBlock(CHAIN, 0, DEFAULTS))
        .isEqualTo(new InputInvalidation(2, 2, 0, 0, 0));

    assertThatThrownBy(() -> queue().complete(claims.get(0)))
        .isInstanceOf(ClaimLostException.class);
    assertThatThrownBy(() -> queue().extend(claims.get(0), LEASE))
        .isInstanceOf(ClaimLostException.class);
    assertThat(queue().completeAll(claims)).isEmpty();
    assertThat(queue().depth().waiting()).isZero();
    assertThat(claimRows()).isEmpty();
  }

  @Test
  void whatCanNotBeIsRefused() {
    assertThatThrownBy(() -> repository().invalidateFromBlock(CHAIN, -1, DEFAULTS))
        .isInstanceOf(ValidationException.class)
        .hasMessage("blockNumber: -1 (expected: at least 0)");
  }
}
