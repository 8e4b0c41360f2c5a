package io.zkpersona.examples;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.ScoringCategory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What a proof of {@link ProofKind#REPUTATION_THRESHOLD} says.
 *
 * @param score the score that is at least reached, 0 to 100: the threshold, which is in 1/100 of a
 *     point
 * @param category what it is about: the categories in their order, from 0
 * @param epoch in which month
 */
record ProvenScore(BigDecimal score, ScoringCategory category, BigInteger epoch) {

  private static final BigDecimal MAX = BigDecimal.valueOf(100);
  private static final int DECIMALS = 2;

  /** Reads the public signals; empty if they are out of range, which no true proof's are. */
  static Optional<ProvenScore> of(ZkProof proof) {
    List<Json> signals = proof.publicSignals().elements();
    BigDecimal score = new BigDecimal(number(signals, ProofKind.THRESHOLD)).movePointLeft(DECIMALS);
    BigInteger category = number(signals, ProofKind.CATEGORY);
    ScoringCategory[] categories = ScoringCategory.values();
    return score.compareTo(MAX) > 0
            || category.compareTo(BigInteger.valueOf(categories.length)) >= 0
        ? Optional.empty()
        : Optional.of(
            new ProvenScore(
                score, categories[category.intValueExact()], number(signals, ProofKind.EPOCH)));
  }

  private static BigInteger number(List<Json> signals, int index) {
    return new BigInteger(signals.get(index).string());
  }
}
