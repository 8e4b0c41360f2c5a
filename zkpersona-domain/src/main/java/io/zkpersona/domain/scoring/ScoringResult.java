package io.zkpersona.domain.scoring;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
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
 * The score that a model gave to a behavior input. Immutable and thread-safe; {@link #toString()}
 * does not reveal the metadata.
 *
 * @param id the result's id
 * @param userId the user of the input; null if unknown
 * @param behaviorInputId the scored input
 * @param score the model's score, with 4 decimals or, in old rows, more; {@link #checkWritable}
 *     tells whether it can be written
 * @param modelVersion the model; any text, since old rows may contain any
 * @param timestamp the time of scoring, truncated to microseconds
 * @param confidenceLevel the model's confidence, 0 to 1, with 4 decimals; null if unknown
 * @param metadata additional data; null if none
 * @param audit the audit columns
 */
@GenerateBuilder
public record ScoringResult(
    ScoringResultId id,
    @Nullable UserId userId,
    BehaviorInputId behaviorInputId,
    BigDecimal score,
    String modelVersion,
    Instant timestamp,
    @Nullable BigDecimal confidenceLevel,
    @Nullable Json metadata,
    AuditStamp audit)
    implements Entity<ScoringResultId>, ScoringResultBuilder.With {

  /**
   * Checks the values, sets the scale of the numbers and truncates the time to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, or a number has more digits
   *     than the database can hold
   */
  public ScoringResult {
    Checks.notNull("id", id);
    Checks.notNull("behaviorInputId", behaviorInputId);
    score = ScoringRules.storedScore("score", score);
    ScoringRules.storedModelVersion(modelVersion);
    timestamp = Checks.micros("timestamp", timestamp);
    confidenceLevel = ScoringRules.confidence(confidenceLevel);
    Checks.notNull("audit", audit);
  }

  /** Returns a builder with a new id and the current time. */
  public static ScoringResultBuilder builder() {
    return ScoringResultBuilder.builder()
        .id(ScoringResultId.generate())
        .timestamp(Instant.now())
        .audit(AuditStamp.unsaved());
  }

  /** Returns a builder with the values of this object. */
  public ScoringResultBuilder toBuilder() {
    return ScoringResultBuilder.builder(this);
  }

  /**
   * Rejects a result that can be read but not written.
   *
   * @throws ValidationException if the score has more than 10 digits or 4 decimals, or the model
   *     version is empty or longer than 255 characters
   */
  public static void checkWritable(ScoringResult result) {
    ScoringRules.writableScore(result.score());
    ScoringRules.writableModelVersion(result.modelVersion());
  }
}
