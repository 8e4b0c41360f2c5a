package io.zkpersona.domain.scoring;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The values of a new {@link ScoringResult}. Immutable and thread-safe; {@link #toString()} does
 * not reveal the metadata.
 *
 * @param userId the user of the input; null (the default) if unknown
 * @param behaviorInputId the scored input; has no default
 * @param score the model's score, at most 10 digits, 4 of them decimals; has no default
 * @param modelVersion the model, 1 to 255 characters; has no default
 * @param timestamp the time of scoring, truncated to microseconds; the time of the builder's
 *     creation by default
 * @param confidenceLevel the model's confidence, 0 to 1, at most 4 decimals; null (the default) if
 *     unknown
 * @param metadata additional data; null (the default) if none
 */
@GenerateBuilder
public record CreateScoringResultRequest(
    @Nullable UserId userId,
    BehaviorInputId behaviorInputId,
    BigDecimal score,
    String modelVersion,
    Instant timestamp,
    @Nullable BigDecimal confidenceLevel,
    @Nullable Json metadata)
    implements CreateRequest<ScoringResult, ScoringResultId>,
        CreateScoringResultRequestBuilder.With {

  /**
   * Checks the values, sets the scale of the numbers and truncates the time to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, or a number has too many
   *     digits
   */
  public CreateScoringResultRequest {
    Checks.notNull("behaviorInputId", behaviorInputId);
    score = ScoringRules.writableScore(score);
    ScoringRules.writableModelVersion(modelVersion);
    timestamp = Checks.micros("timestamp", timestamp);
    confidenceLevel = ScoringRules.confidence(confidenceLevel);
  }

  /** Returns a builder with the default values. */
  public static CreateScoringResultRequestBuilder builder() {
    return CreateScoringResultRequestBuilder.builder().timestamp(Instant.now());
  }

  @Override
  public ScoringResult toEntity(ScoringResultId id) {
    return new ScoringResult(
        id,
        userId,
        behaviorInputId,
        score,
        modelVersion,
        timestamp,
        confidenceLevel,
        metadata,
        AuditStamp.unsaved());
  }
}
