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
 * What a model thought of a behavior input. Immutable and thread-safe; {@link #toString()} doesn't
 * show the metadata.
 *
 * @param id the result's id
 * @param userId whose input it was; null if unknown
 * @param behaviorInputId the input
 * @param score what the model gave, with 4 decimals or, as old rows may hold, more; {@link
 *     #checkWritable} tells whether it may be written
 * @param modelVersion which model; any text, as old rows may hold it
 * @param timestamp when it was scored, cut to microseconds
 * @param confidenceLevel how sure the model was, 0 to 1, with 4 decimals; null if unknown
 * @param metadata whatever else is known; null if nothing
 * @param audit who wrote this and when
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
   * Checks the values, gives the numbers their scale and cuts the time to microseconds.
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

  /** A builder with a new id and the default: scored now. */
  public static ScoringResultBuilder builder() {
    return ScoringResultBuilder.builder()
        .id(ScoringResultId.generate())
        .timestamp(Instant.now())
        .audit(AuditStamp.unsaved());
  }

  /** A builder that holds these values. */
  public ScoringResultBuilder toBuilder() {
    return ScoringResultBuilder.builder(this);
  }

  /**
   * Refuses what may be read, but not written.
   *
   * @throws ValidationException if the score has more than 10 digits or 4 decimals, or the model's
   *     version is empty or longer than 255 characters
   */
  public static void checkWritable(ScoringResult result) {
    ScoringRules.writableScore(result.score());
    ScoringRules.writableModelVersion(result.modelVersion());
  }
}
