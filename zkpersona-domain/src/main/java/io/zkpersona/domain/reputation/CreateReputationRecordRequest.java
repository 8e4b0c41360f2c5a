package io.zkpersona.domain.reputation;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The values of a new {@link ReputationRecord}. Immutable and thread-safe; {@link #toString()}
 * reveals neither factors nor badges nor the reason.
 *
 * @param userId the user with this reputation; has no default
 * @param zkProofId the proof that supports the score; null (the default) if none
 * @param scoringResultId the scoring result that supports the score; null (the default) if none
 * @param reputationScore the score, 0 to 100, at most 4 decimals; has no default
 * @param previousScore the previous score, 0 to 100, at most 4 decimals; null (the default) if none
 * @param scoreChange the difference from the previous score, -100 to 100, at most 4 decimals; null
 *     (the default) if none
 * @param confidenceLevel the confidence in the score, 0 to 1, at most 4 decimals; 0 by default
 * @param scoringCategory the category; overall by default
 * @param scoringPeriod the period covered; current by default
 * @param weight the weight relative to other scores, 0 to 1, at most 4 decimals; 1 by default
 * @param contributingFactors the factors of the score; an empty array by default
 * @param reputationBadges the badges earned; an empty array by default
 * @param peerValidations the number of peers who agreed, 0 or more; 0 by default
 * @param effectiveFrom the start of the effective period, inclusive; truncated to microseconds; the
 *     time of the builder's creation by default
 * @param effectiveUntil the end of the effective period, exclusive, later than {@code
 *     effectiveFrom}, truncated to microseconds; null (the default) for no end
 * @param calculationMethod the calculation method, at most 100 characters; {@code zkml_score} by
 *     default
 * @param status the status; active by default
 * @param statusReason the reason for the status, 1 to 500 characters; null (the default) if not
 *     given
 * @param verified whether it was verified; false by default
 * @param isPublic whether others may see it; false by default
 */
@GenerateBuilder
public record CreateReputationRecordRequest(
    UserId userId,
    @Nullable ZkProofId zkProofId,
    @Nullable ScoringResultId scoringResultId,
    BigDecimal reputationScore,
    @Nullable BigDecimal previousScore,
    @Nullable BigDecimal scoreChange,
    BigDecimal confidenceLevel,
    ScoringCategory scoringCategory,
    ScoringPeriod scoringPeriod,
    BigDecimal weight,
    Json contributingFactors,
    Json reputationBadges,
    int peerValidations,
    Instant effectiveFrom,
    @Nullable Instant effectiveUntil,
    String calculationMethod,
    ReputationStatus status,
    @Nullable String statusReason,
    boolean verified,
    boolean isPublic)
    implements CreateRequest<ReputationRecord, ReputationRecordId>,
        CreateReputationRecordRequestBuilder.With {

  /**
   * Checks the values, sets the scale of the numbers and truncates the times to microseconds.
   *
   * @throws io.zkpersona.domain.reputation.InvalidReputationScoreException if a score is outside 0
   *     to 100
   * @throws ValidationException if a value is missing or out of range, a number has more than 4
   *     decimals, or {@code effectiveUntil} is not after {@code effectiveFrom}
   */
  public CreateReputationRecordRequest {
    Checks.notNull("userId", userId);
    reputationScore = ReputationRules.score("reputationScore", reputationScore);
    previousScore = ReputationRules.nullableScore("previousScore", previousScore);
    scoreChange = ReputationRules.change(scoreChange);
    confidenceLevel = Checks.fraction("confidenceLevel", confidenceLevel);
    Checks.notNull("scoringCategory", scoringCategory);
    Checks.notNull("scoringPeriod", scoringPeriod);
    weight = Checks.fraction("weight", weight);
    Checks.notNull("contributingFactors", contributingFactors);
    Checks.notNull("reputationBadges", reputationBadges);
    ReputationRules.peerValidations(peerValidations);
    effectiveFrom = Checks.micros("effectiveFrom", effectiveFrom);
    effectiveUntil = Checks.nullableMicros("effectiveUntil", effectiveUntil);
    Checks.after("effectiveUntil", effectiveUntil, "effectiveFrom", effectiveFrom);
    ReputationRules.calculationMethod(calculationMethod);
    Checks.notNull("status", status);
    statusReason = ReputationRules.statusReason(statusReason);
  }

  /** Returns a builder with the default values. */
  public static CreateReputationRecordRequestBuilder builder() {
    return CreateReputationRecordRequestBuilder.builder()
        .confidenceLevel(BigDecimal.ZERO)
        .scoringCategory(ScoringCategory.OVERALL)
        .scoringPeriod(ScoringPeriod.CURRENT)
        .weight(BigDecimal.ONE)
        .contributingFactors(Json.emptyArray())
        .reputationBadges(Json.emptyArray())
        .effectiveFrom(Instant.now())
        .calculationMethod(ReputationRules.DEFAULT_METHOD)
        .status(ReputationStatus.ACTIVE);
  }

  @Override
  public ReputationRecord toEntity(ReputationRecordId id) {
    return new ReputationRecord(
        id,
        userId,
        zkProofId,
        scoringResultId,
        reputationScore,
        previousScore,
        scoreChange,
        confidenceLevel,
        scoringCategory,
        scoringPeriod,
        weight,
        contributingFactors,
        reputationBadges,
        peerValidations,
        effectiveFrom,
        effectiveUntil,
        calculationMethod,
        status,
        statusReason,
        verified,
        isPublic,
        AuditStamp.unsaved());
  }

  @Override
  public String toString() {
    return ("CreateReputationRecordRequest[userId=%s, zkProofId=%s, scoringResultId=%s,"
            + " reputationScore=%s, previousScore=%s, scoreChange=%s, confidenceLevel=%s,"
            + " scoringCategory=%s, scoringPeriod=%s, weight=%s, contributingFactors=%s,"
            + " reputationBadges=%s, peerValidations=%s, effectiveFrom=%s, effectiveUntil=%s,"
            + " calculationMethod=%s, status=%s, statusReason=%s, verified=%s, isPublic=%s]")
        .formatted(
            userId,
            zkProofId,
            scoringResultId,
            reputationScore,
            previousScore,
            scoreChange,
            confidenceLevel,
            scoringCategory,
            scoringPeriod,
            weight,
            contributingFactors,
            reputationBadges,
            peerValidations,
            effectiveFrom,
            effectiveUntil,
            calculationMethod,
            status,
            SafeText.hidden(statusReason),
            verified,
            isPublic);
  }
}
