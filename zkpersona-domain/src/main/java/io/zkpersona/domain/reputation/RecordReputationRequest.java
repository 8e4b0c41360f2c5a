package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A reputation that replaces the one in effect. The start of its effective period, the previous
 * score and the change are derived from stored data. Immutable and thread-safe; {@link #toString()}
 * reveals neither factors nor badges.
 *
 * @param userId the user with this reputation; has no default
 * @param zkProofId the proof that supports the score; null (the default) if none
 * @param scoringResultId the scoring result that supports the score; null (the default) if none
 * @param reputationScore the score, 0 to 100, at most 4 decimals; has no default
 * @param confidenceLevel the confidence in the score, 0 to 1, at most 4 decimals; 0 by default
 * @param scoringCategory the category; overall by default
 * @param scoringPeriod the period covered; current by default
 * @param weight the weight relative to other scores, 0 to 1, at most 4 decimals; 1 by default
 * @param contributingFactors the factors of the score; an empty array by default
 * @param reputationBadges the badges earned; an empty array by default
 * @param peerValidations the number of peers who agreed, 0 or more; 0 by default
 * @param calculationMethod the calculation method, at most 100 characters; {@code zkml_score} by
 *     default
 * @param verified whether it was verified; false by default
 * @param isPublic whether others may see it; false by default
 */
@GenerateBuilder
public record RecordReputationRequest(
    UserId userId,
    @Nullable ZkProofId zkProofId,
    @Nullable ScoringResultId scoringResultId,
    BigDecimal reputationScore,
    BigDecimal confidenceLevel,
    ScoringCategory scoringCategory,
    ScoringPeriod scoringPeriod,
    BigDecimal weight,
    Json contributingFactors,
    Json reputationBadges,
    int peerValidations,
    String calculationMethod,
    boolean verified,
    boolean isPublic)
    implements RecordReputationRequestBuilder.With {

  /**
   * Checks the values and sets the scale of the numbers.
   *
   * @throws io.zkpersona.domain.reputation.InvalidReputationScoreException if the score is outside
   *     0 to 100
   * @throws ValidationException if a value is missing or out of range, or a number has more than 4
   *     decimals
   */
  public RecordReputationRequest {
    Checks.notNull("userId", userId);
    reputationScore = ReputationRules.score("reputationScore", reputationScore);
    confidenceLevel = Checks.fraction("confidenceLevel", confidenceLevel);
    Checks.notNull("scoringCategory", scoringCategory);
    Checks.notNull("scoringPeriod", scoringPeriod);
    weight = Checks.fraction("weight", weight);
    Checks.notNull("contributingFactors", contributingFactors);
    Checks.notNull("reputationBadges", reputationBadges);
    ReputationRules.peerValidations(peerValidations);
    ReputationRules.calculationMethod(calculationMethod);
  }

  /** Returns a builder with the default values. */
  public static RecordReputationRequestBuilder builder() {
    return RecordReputationRequestBuilder.builder()
        .confidenceLevel(BigDecimal.ZERO)
        .scoringCategory(ScoringCategory.OVERALL)
        .scoringPeriod(ScoringPeriod.CURRENT)
        .weight(BigDecimal.ONE)
        .contributingFactors(Json.emptyArray())
        .reputationBadges(Json.emptyArray())
        .calculationMethod(ReputationRules.DEFAULT_METHOD);
  }
}
