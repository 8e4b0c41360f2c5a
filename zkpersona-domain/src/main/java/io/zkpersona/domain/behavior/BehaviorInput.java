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
 * One thing that somebody did. Immutable and thread-safe; {@link #toString()} shows neither data
 * nor session text nor external key.
 *
 * @param id the input's id
 * @param userId who did it; null if unknown
 * @param behaviorSessionId the session in which it was done; null if none
 * @param sessionId the caller's own name of the session, at most 255 characters; null if none
 * @param inputData what was done
 * @param inputType what kind of activity it is
 * @param source where it came from
 * @param timestamp when it happened, cut to microseconds
 * @param processed whether it was scored
 * @param externalKey the name by which another system knows it, which no other input has; null if
 *     none. Once set it is never changed
 * @param block the block of a chain that it was seen in; null if none
 * @param audit who wrote this and when
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
   * Checks the values and cuts the time to microseconds.
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

  /** A builder with a new id and the defaults: general, from the web, now, not processed. */
  public static BehaviorInputBuilder builder() {
    return BehaviorInputBuilder.builder()
        .id(BehaviorInputId.generate())
        .inputType(InputType.GENERAL)
        .source(BehaviorSource.WEB)
        .timestamp(Instant.now())
        .audit(AuditStamp.unsaved());
  }

  /** A builder that holds these values. */
  public BehaviorInputBuilder toBuilder() {
    return BehaviorInputBuilder.builder(this);
  }
}
