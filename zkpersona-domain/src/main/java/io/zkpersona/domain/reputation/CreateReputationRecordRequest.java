package io.zkpersona.domain.reputation;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
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
 * What is needed to create a {@link ReputationRecord}. Immutable and thread-safe; {@link
 * #toString()} shows neither factors nor badges nor the reason.
 *
 * @param userId whose reputation it is; has no default
 * @param zkProofId the proof it rests on; null (the default) if none
 * @param scoringResultId the scoring result it rests on; null (the default) if none
 * @param reputationScore 0 to 100, at most 4 decimals; has no default
 * @param previousScore the score before, 0 to 100, at most 4 decimals; null (the default) if none
 * @param scoreChange the score less the one before, -100 to 100, at most 4 decimals; null (the
 *     default) if none
 * @param confidenceLevel how sure it is, 0 to 1, at most 4 decimals; 0 by default
 * @param scoringCategory what it is about; overall by default
 * @param scoringPeriod over which time it is reckoned; current by default
 * @param weight how much it counts beside others, 0 to 1, at most 4 decimals; 1 by default
 * @param contributingFactors what the score was made of; an empty array by default
 * @param reputationBadges badges earned with it; an empty array by default
 * @param peerValidations how many peers agreed, 0 or more; 0 by default
 * @param effectiveFrom in force from then on, cut to microseconds; by default when the builder was
 *     made
 * @param effectiveUntil in force before then, later than {@code effectiveFrom}, cut to
 *     microseconds; null (the default) if without end
 * @param calculationMethod how it was reckoned, at most 100 characters; {@code zkml_score} by
 *     default
 * @param status where it stands; active by default
 * @param statusReason why it stands there, 1 to 500 characters; null (the default) if nobody said
 *     why
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
   * Checks the values, gives the numbers their scale and cuts the times to microseconds.
   *
   * @throws io.zkpersona.domain.error.InvalidReputationScoreException if a score is outside 0 to
   *     100
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

  /** A builder that holds the defaults. */
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
