package io.zkpersona.domain.reputation;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
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
 * A user's reputation during an effective period, in one category and scoring period. For each
 * user, category and scoring period, at most one active record is effective at any instant.
 * Immutable and thread-safe; {@link #toString()} reveals neither factors nor badges nor the reason.
 *
 * @param id the record's id
 * @param userId the user with this reputation
 * @param zkProofId the proof that supports the score; null if none
 * @param scoringResultId the scoring result that supports the score; null if none
 * @param reputationScore the score, 0 to 100, with 4 decimals
 * @param previousScore the previous score, 0 to 100, with 4 decimals; null if none
 * @param scoreChange the difference from the previous score, -100 to 100, with 4 decimals; null if
 *     none
 * @param confidenceLevel the confidence in the score, 0 to 1, with 4 decimals
 * @param scoringCategory the category
 * @param scoringPeriod the period covered
 * @param weight the weight relative to other scores, 0 to 1, with 4 decimals
 * @param contributingFactors the factors of the score
 * @param reputationBadges the badges earned
 * @param peerValidations the number of peers who agreed, 0 or more
 * @param effectiveFrom the start of the effective period, inclusive, truncated to microseconds
 * @param effectiveUntil the end of the effective period, exclusive, later than {@code
 *     effectiveFrom}, truncated to microseconds; null for no end
 * @param calculationMethod the calculation method, at most 100 characters
 * @param status the status
 * @param statusReason the reason for the status, 1 to 500 characters; null if not given
 * @param verified whether it was verified
 * @param isPublic whether others may see it
 * @param audit the audit columns
 */
@GenerateBuilder
public record ReputationRecord(
    ReputationRecordId id,
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
    boolean isPublic,
    AuditStamp audit)
    implements Entity<ReputationRecordId>, ReputationRecordBuilder.With {

  /**
   * Checks the values, sets the scale of the numbers and truncates the times to microseconds.
   *
   * @throws io.zkpersona.domain.reputation.InvalidReputationScoreException if a score is outside 0
   *     to 100
   * @throws ValidationException if a value is missing or out of range, a number has more than 4
   *     decimals, or {@code effectiveUntil} is not after {@code effectiveFrom}
   */
  public ReputationRecord {
    Checks.notNull("id", id);
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
    Checks.notNull("audit", audit);
  }

  /**
   * Returns a builder with a new id and the defaults: overall, current, active, effective from now
   * on.
   */
  public static ReputationRecordBuilder builder() {
    return ReputationRecordBuilder.builder()
        .id(ReputationRecordId.generate())
        .confidenceLevel(BigDecimal.ZERO)
        .scoringCategory(ScoringCategory.OVERALL)
        .scoringPeriod(ScoringPeriod.CURRENT)
        .weight(BigDecimal.ONE)
        .contributingFactors(Json.emptyArray())
        .reputationBadges(Json.emptyArray())
        .effectiveFrom(Instant.now())
        .calculationMethod(ReputationRules.DEFAULT_METHOD)
        .status(ReputationStatus.ACTIVE)
        .audit(AuditStamp.unsaved());
  }

  /** Returns a builder with the values of this object. */
  public ReputationRecordBuilder toBuilder() {
    return ReputationRecordBuilder.builder(this);
  }

  /**
   * Checks the reason for a change of status.
   *
   * @throws ValidationException if it is null, empty or longer than 500 characters, or contains NUL
   *     or a lone surrogate
   */
  public static void checkReason(String reason) {
    ReputationRules.reason("reason", reason);
  }

  @Override
  public String toString() {
    return ("ReputationRecord[id=%s, userId=%s, zkProofId=%s, scoringResultId=%s,"
            + " reputationScore=%s, previousScore=%s, scoreChange=%s, confidenceLevel=%s,"
            + " scoringCategory=%s, scoringPeriod=%s, weight=%s, contributingFactors=%s,"
            + " reputationBadges=%s, peerValidations=%s, effectiveFrom=%s, effectiveUntil=%s,"
            + " calculationMethod=%s, status=%s, statusReason=%s, verified=%s, isPublic=%s,"
            + " audit=%s]")
        .formatted(
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
            SafeText.hidden(statusReason),
            verified,
            isPublic,
            audit);
  }
}
