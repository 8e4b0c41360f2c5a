package io.zkpersona.domain.scoring;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
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
 * What is needed to create a {@link ScoringResult}. Immutable and thread-safe; {@link #toString()}
 * doesn't show the metadata.
 *
 * @param userId whose input it was; null (the default) if unknown
 * @param behaviorInputId the input; has no default
 * @param score what the model gave, at most 10 digits, 4 of them decimals; has no default
 * @param modelVersion which model, 1 to 255 characters; has no default
 * @param timestamp when it was scored; by default when the builder was made
 * @param confidenceLevel how sure the model was, 0 to 1, at most 4 decimals; null (the default) if
 *     unknown
 * @param metadata whatever else is known; null (the default) if nothing
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
   * Checks the values, gives the numbers their scale and cuts the time to microseconds.
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

  /** A builder that holds the defaults. */
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
