package io.zkpersona.examples.data;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.ScoringCategory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * The claim of a proof of {@link ProofKind#REPUTATION_THRESHOLD}.
 *
 * @param score the minimum score, 0 to 100: the threshold, which is in 1/100 of a point
 * @param category the category, numbered in the order of the constants from 0
 * @param epoch the month
 */
public record ProvenScore(BigDecimal score, ScoringCategory category, BigInteger epoch) {

  private static final BigDecimal MAX = BigDecimal.valueOf(100);
  private static final int DECIMALS = 2;

  /**
   * Reads the public signals; returns empty if they are out of range, which cannot happen for a
   * valid proof.
   */
  public static Optional<ProvenScore> of(ZkProof proof) {
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
