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
 * The changes to a {@link ScoringResult}; everything is kept by default. Immutable and thread-safe.
 *
 * @param userId the user of the input; may be cleared
 * @param behaviorInputId the scored input
 * @param score the model's score, at most 10 digits, 4 of them decimals
 * @param modelVersion the model, 1 to 255 characters
 * @param timestamp the time of scoring
 * @param confidenceLevel the model's confidence, 0 to 1, at most 4 decimals; may be cleared
 * @param metadata the complete new metadata; may be cleared
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
   * Checks the new values as {@link CreateScoringResultRequest} does.
   *
   * @throws ValidationException if a value violates a rule, a change is null, or a required value
   *     is cleared
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

  /** Returns a builder that keeps everything. */
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
