package io.zkpersona.domain.scoring;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What is to change in a {@link ScoringResult}; everything is kept by default. Immutable and
 * thread-safe.
 *
 * @param userId whose input it was; may be cleared
 * @param behaviorInputId the input
 * @param score what the model gave, at most 10 digits, 4 of them decimals
 * @param modelVersion which model, 1 to 255 characters
 * @param timestamp when it was scored
 * @param confidenceLevel how sure the model was, 0 to 1, at most 4 decimals; may be cleared
 * @param metadata whatever else is known, all of it; may be cleared
 */
@GenerateBuilder
public record UpdateScoringResultRequest(
    Change<UserId> userId,
    Change<BehaviorInputId> behaviorInputId,
    Change<BigDecimal> score,
    Change<String> modelVersion,
    Change<Instant> timestamp,
    Change<BigDecimal> confidenceLevel,
    Change<Json> metadata)
    implements UpdateRequest<ScoringResult>, UpdateScoringResultRequestBuilder.With {

  /**
   * Checks the new values as {@link CreateScoringResultRequest} would.
   *
   * @throws ValidationException if one breaks a rule, a change is null, or what must not be null is
   *     cleared
   */
  public UpdateScoringResultRequest {
    ChangeChecks.optional("userId", userId);
    ChangeChecks.required("behaviorInputId", behaviorInputId);
    score = ChangeChecks.required("score", score, ScoringRules::writableScore);
    ChangeChecks.required("modelVersion", modelVersion, ScoringRules::writableModelVersion);
    timestamp = ChangeChecks.requiredTime("timestamp", timestamp);
    confidenceLevel =
        ChangeChecks.optional("confidenceLevel", confidenceLevel, ScoringRules::confidence);
    ChangeChecks.optional("metadata", metadata);
  }

  /** A builder that keeps everything. */
  public static UpdateScoringResultRequestBuilder builder() {
    return UpdateScoringResultRequestBuilder.builder()
        .userId(Change.keep())
        .behaviorInputId(Change.keep())
        .score(Change.keep())
        .modelVersion(Change.keep())
        .timestamp(Change.keep())
        .confidenceLevel(Change.keep())
        .metadata(Change.keep());
  }

  @Override
  public ScoringResult applyTo(ScoringResult current) {
    return new ScoringResult(
        current.id(),
        userId.applyTo(current.userId()),
        behaviorInputId.value().orElse(current.behaviorInputId()),
        score.value().orElse(current.score()),
        modelVersion.value().orElse(current.modelVersion()),
        timestamp.value().orElse(current.timestamp()),
        confidenceLevel.applyTo(current.confidenceLevel()),
        metadata.applyTo(current.metadata()),
        current.audit());
  }
}
