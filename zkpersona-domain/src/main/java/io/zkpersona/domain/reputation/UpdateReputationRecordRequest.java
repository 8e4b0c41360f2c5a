package io.zkpersona.domain.reputation;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * The changes to a {@link ReputationRecord}; everything is kept by default. Immutable and
 * thread-safe.
 *
 * @param userId the user with this reputation
 * @param zkProofId the proof that supports the score; may be cleared
 * @param scoringResultId the scoring result that supports the score; may be cleared
 * @param reputationScore the score, 0 to 100, at most 4 decimals
 * @param previousScore the previous score, 0 to 100, at most 4 decimals; may be cleared
 * @param scoreChange the difference from the previous score, -100 to 100, at most 4 decimals; may
 *     be cleared
 * @param confidenceLevel the confidence in the score, 0 to 1, at most 4 decimals
 * @param scoringCategory the category
 * @param scoringPeriod the period covered
 * @param weight the weight relative to other scores, 0 to 1, at most 4 decimals
 * @param contributingFactors the complete new factors of the score
 * @param reputationBadges the complete new badges
 * @param peerValidations the number of peers who agreed, 0 or more
 * @param effectiveFrom the start of the effective period, inclusive
 * @param effectiveUntil the end of the effective period, exclusive, later than {@code
 *     effectiveFrom}; may be cleared
 * @param calculationMethod the calculation method, at most 100 characters
 * @param status the status
 * @param statusReason the reason for the status, 1 to 500 characters; may be cleared
 * @param verified whether it was verified
 * @param isPublic whether others may see it
 */
@GenerateBuilder
public record UpdateReputationRecordRequest(
    Change<UserId> userId,
    Change<ZkProofId> zkProofId,
    Change<ScoringResultId> scoringResultId,
    Change<BigDecimal> reputationScore,
    Change<BigDecimal> previousScore,
    Change<BigDecimal> scoreChange,
    Change<BigDecimal> confidenceLevel,
    Change<ScoringCategory> scoringCategory,
    Change<ScoringPeriod> scoringPeriod,
    Change<BigDecimal> weight,
    Change<Json> contributingFactors,
    Change<Json> reputationBadges,
    Change<Integer> peerValidations,
    Change<Instant> effectiveFrom,
    Change<Instant> effectiveUntil,
    Change<String> calculationMethod,
    Change<ReputationStatus> status,
    Change<String> statusReason,
    Change<Boolean> verified,
    Change<Boolean> isPublic)
    implements UpdateRequest<ReputationRecord>, UpdateReputationRecordRequestBuilder.With {

  /**
   * Checks the new values as {@link ReputationRecord} does.
   *
   * @throws io.zkpersona.domain.error.InvalidReputationScoreException if a score is outside 0 to
   *     100
   * @throws ValidationException if another value violates a rule, a change is null, or a required
   *     value is cleared
   */
  public UpdateReputationRecordRequest {
    ChangeChecks.required("userId", userId);
    ChangeChecks.optional("zkProofId", zkProofId);
    ChangeChecks.optional("scoringResultId", scoringResultId);
    reputationScore =
        ChangeChecks.required(
            "reputationScore",
            reputationScore,
            score -> ReputationRules.score("reputationScore", score));
    previousScore =
        ChangeChecks.optional(
            "previousScore", previousScore, score -> ReputationRules.score("previousScore", score));
    scoreChange = ChangeChecks.optional("scoreChange", scoreChange, ReputationRules::change);
    confidenceLevel =
        ChangeChecks.required(
            "confidenceLevel", confidenceLevel, level -> Checks.fraction("confidenceLevel", level));
    ChangeChecks.required("scoringCategory", scoringCategory);
    ChangeChecks.required("scoringPeriod", scoringPeriod);
    weight = ChangeChecks.required("weight", weight, value -> Checks.fraction("weight", value));
    ChangeChecks.required("contributingFactors", contributingFactors);
    ChangeChecks.required("reputationBadges", reputationBadges);
    ChangeChecks.required("peerValidations", peerValidations, ReputationRules::peerValidations);
    effectiveFrom = ChangeChecks.requiredTime("effectiveFrom", effectiveFrom);
    effectiveUntil = ChangeChecks.optionalTime("effectiveUntil", effectiveUntil);
    ChangeChecks.required(
        "calculationMethod", calculationMethod, ReputationRules::calculationMethod);
    ChangeChecks.required("status", status);
    ChangeChecks.optional("statusReason", statusReason, ReputationRules::statusReason);
    ChangeChecks.required("verified", verified);
    ChangeChecks.required("isPublic", isPublic);
  }

  /** Returns a builder that keeps everything. */
  public static UpdateReputationRecordRequestBuilder builder() {
    return UpdateReputationRecordRequestBuilder.builder()
        .userId(Change.keep())
        .zkProofId(Change.keep())
        .scoringResultId(Change.keep())
        .reputationScore(Change.keep())
        .previousScore(Change.keep())
        .scoreChange(Change.keep())
        .confidenceLevel(Change.keep())
        .scoringCategory(Change.keep())
        .scoringPeriod(Change.keep())
        .weight(Change.keep())
        .contributingFactors(Change.keep())
        .reputationBadges(Change.keep())
        .peerValidations(Change.keep())
        .effectiveFrom(Change.keep())
        .effectiveUntil(Change.keep())
        .calculationMethod(Change.keep())
        .status(Change.keep())
        .statusReason(Change.keep())
        .verified(Change.keep())
        .isPublic(Change.keep());
  }

  @Override
  public ReputationRecord applyTo(ReputationRecord current) {
    return new ReputationRecord(
        current.id(),
        userId.value().orElse(current.userId()),
        zkProofId.applyTo(current.zkProofId()),
        scoringResultId.applyTo(current.scoringResultId()),
        reputationScore.value().orElse(current.reputationScore()),
        previousScore.applyTo(current.previousScore()),
        scoreChange.applyTo(current.scoreChange()),
        confidenceLevel.value().orElse(current.confidenceLevel()),
        scoringCategory.value().orElse(current.scoringCategory()),
        scoringPeriod.value().orElse(current.scoringPeriod()),
        weight.value().orElse(current.weight()),
        contributingFactors.value().orElse(current.contributingFactors()),
        reputationBadges.value().orElse(current.reputationBadges()),
        peerValidations.value().orElse(current.peerValidations()),
        effectiveFrom.value().orElse(current.effectiveFrom()),
        effectiveUntil.applyTo(current.effectiveUntil()),
        calculationMethod.value().orElse(current.calculationMethod()),
        status.value().orElse(current.status()),
        statusReason.applyTo(current.statusReason()),
        verified.value().orElse(current.verified()),
        isPublic.value().orElse(current.isPublic()),
        current.audit());
  }
}
