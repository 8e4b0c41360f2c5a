package io.zkpersona.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.ScoringCategory;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenScoreTest {

  @Test
  void theThresholdIsInHundredthsAndTheCategoryAnOrdinal() {
    assertThat(ProvenScore.of(proof("655", "3", "202601")))
        .contains(
            new ProvenScore(
                new BigDecimal("6.55"), ScoringCategory.DAO, BigInteger.valueOf(202_601)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10000, 7"})
  void theBoundsAreScores(String threshold, String category) {
    assertThat(ProvenScore.of(proof(threshold, category, "0"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"10001, 0", "0, 8", "0, 18446744073709551616"})
  void whatIsOutOfRangeIsNoScore(String threshold, String category) {
    assertThat(ProvenScore.of(proof(threshold, category, "0"))).isEmpty();
  }

  private static ZkProof proof(String threshold, String category, String epoch) {
    return ZkProof.builder()
        .proofData(Json.emptyObject())
        .verificationKey(Json.emptyObject())
        .publicSignals(
            Json.of("[\"1\", \"2\", \"%s\", \"%s\", \"%s\"]".formatted(threshold, category, epoch)))
        .circuitVersion(ProofKind.REPUTATION_THRESHOLD.circuitVersion())
        .build();
  }
}
