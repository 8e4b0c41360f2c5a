package io.zkpersona.domain.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Components;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The request; its numbers and texts are covered by the tests of all number and text rules. */
class RecordReputationRequestTest {
  private static final UserId USER = UserId.generate();

  @Test
  void everythingButUserAndScoreHasADefault() {
    assertThat(
            RecordReputationRequest.builder().userId(USER).reputationScore(BigDecimal.ONE).build())
        .isEqualTo(
            new RecordReputationRequest(
                USER,
                null,
                null,
                BigDecimal.ONE,
                BigDecimal.ZERO,
                ScoringCategory.OVERALL,
                ScoringPeriod.CURRENT,
                BigDecimal.ONE,
                Json.emptyArray(),
                Json.emptyArray(),
                0,
                "zkml_score",
                false,
                false));
  }

  @Test
  void onlyProofAndScoringResultMayBeNull() {
    RecordReputationRequest request =
        RecordReputationRequest.builder()
            .userId(USER)
            .reputationScore(BigDecimal.ONE)
            .zkProofId(ZkProofId.generate())
            .scoringResultId(ScoringResultId.generate())
            .build();
    List<String> nullable = List.of("zkProofId", "scoringResultId");
    for (String name : Components.names(RecordReputationRequest.class)) {
      if (nullable.contains(name)) {
        assertThat(Components.get(Components.with(request, name, null), name)).isNull();
      } else if (!Components.isPrimitive(RecordReputationRequest.class, name)) {
        assertThatThrownBy(() -> Components.with(request, name, null))
            .isInstanceOf(ValidationException.class)
            .hasMessageStartingWith(name + ": null");
      }
    }
  }

  @Test
  void factorsAndBadgesAreNotShown() {
    Json hush = Json.of("[\"hush\"]");

    assertThat(
            RecordReputationRequest.builder()
                .userId(USER)
                .reputationScore(BigDecimal.ONE)
                .contributingFactors(hush)
                .reputationBadges(hush)
                .build()
                .toString())
        .doesNotContain("hush");
  }
}
