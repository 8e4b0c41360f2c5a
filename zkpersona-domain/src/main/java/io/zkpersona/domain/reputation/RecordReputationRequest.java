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
 * A reputation that takes the place of the one in force. Since when it is in force, the score
 * before and the change follow from what is stored. Immutable and thread-safe; {@link #toString()}
 * shows neither factors nor badges.
 *
 * @param userId whose reputation it is; has no default
 * @param zkProofId the proof it rests on; null (the default) if none
 * @param scoringResultId the scoring result it rests on; null (the default) if none
 * @param reputationScore 0 to 100, at most 4 decimals; has no default
 * @param confidenceLevel how sure it is, 0 to 1, at most 4 decimals; 0 by default
 * @param scoringCategory what it is about; overall by default
 * @param scoringPeriod over which time it is reckoned; current by default
 * @param weight how much it counts beside others, 0 to 1, at most 4 decimals; 1 by default
 * @param contributingFactors what the score was made of; an empty array by default
 * @param reputationBadges badges earned with it; an empty array by default
 * @param peerValidations how many peers agreed, 0 or more; 0 by default
 * @param calculationMethod how it was reckoned, at most 100 characters; {@code zkml_score} by
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
   * Checks the values and gives the numbers their scale.
   *
   * @throws io.zkpersona.domain.error.InvalidReputationScoreException if the score is outside 0 to
   *     100
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

  /** A builder that holds the defaults. */
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
