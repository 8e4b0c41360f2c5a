package io.zkpersona.domain.behavior;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One recorded activity of a user. Immutable and thread-safe; {@link #toString()} reveals neither
 * data nor session text nor external key.
 *
 * @param id the input's id
 * @param userId the user; null if unknown
 * @param behaviorSessionId the session; null if none
 * @param sessionId the caller's name for the session, at most 255 characters; null if none
 * @param inputData the recorded data
 * @param inputType the type of activity
 * @param source the source of the input
 * @param timestamp the time of the activity, truncated to microseconds
 * @param processed whether the input was scored
 * @param externalKey the key of the event in another system, unique among inputs; null if none.
 *     Once set, it never changes
 * @param block the block that contains the activity; null if none
 * @param audit the audit columns
 */
@GenerateBuilder
public record BehaviorInput(
    BehaviorInputId id,
    @Nullable UserId userId,
    @Nullable BehaviorSessionId behaviorSessionId,
    @Nullable SessionText sessionId,
    Json inputData,
    InputType inputType,
    BehaviorSource source,
    Instant timestamp,
    boolean processed,
    @Nullable ExternalKey externalKey,
    @Nullable BlockReference block,
    AuditStamp audit)
    implements Entity<BehaviorInputId>, BehaviorInputBuilder.With {

  /**
   * Checks the values and truncates the time to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range
   */
  public BehaviorInput {
    Checks.notNull("id", id);
    Checks.notNull("inputData", inputData);
    Checks.notNull("inputType", inputType);
    Checks.notNull("source", source);
    timestamp = Checks.micros("timestamp", timestamp);
    Checks.notNull("audit", audit);
  }

  /**
   * Returns a builder with a new id and the defaults: general, from the web, now, not processed.
   */
  public static BehaviorInputBuilder builder() {
    return BehaviorInputBuilder.builder()
        .id(BehaviorInputId.generate())
        .inputType(InputType.GENERAL)
        .source(BehaviorSource.WEB)
        .timestamp(Instant.now())
        .audit(AuditStamp.unsaved());
  }

  /** Returns a builder with the values of this object. */
  public BehaviorInputBuilder toBuilder() {
    return BehaviorInputBuilder.builder(this);
  }
}
