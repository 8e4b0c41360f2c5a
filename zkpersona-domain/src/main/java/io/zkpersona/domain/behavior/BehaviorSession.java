package io.zkpersona.domain.behavior;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A period of activity of a user. Immutable and thread-safe; {@link #toString()} reveals neither
 * token nor metadata.
 *
 * @param id the session's id
 * @param userId the user; null if unknown
 * @param sessionToken the secret of the session, unique
 * @param sessionType the client of the session
 * @param startTime the start, truncated to microseconds
 * @param endTime the end, not before the start, truncated to microseconds; null if not ended
 * @param durationSeconds the duration in seconds, 0 or more; null if unknown
 * @param metadata additional data
 * @param status the status
 * @param audit the audit columns
 */
@GenerateBuilder
public record BehaviorSession(
    BehaviorSessionId id,
    @Nullable UserId userId,
    SessionToken sessionToken,
    SessionType sessionType,
    Instant startTime,
    @Nullable Instant endTime,
    @Nullable Integer durationSeconds,
    Json metadata,
    SessionStatus status,
    AuditStamp audit)
    implements Entity<BehaviorSessionId>, BehaviorSessionBuilder.With {

  /**
   * Checks the values and truncates the times to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, or the end is before the
   *     start
   */
  public BehaviorSession {
    Checks.notNull("id", id);
    Checks.notNull("sessionToken", sessionToken);
    Checks.notNull("sessionType", sessionType);
    startTime = Checks.micros("startTime", startTime);
    endTime = Checks.nullableMicros("endTime", endTime);
    BehaviorSessionRules.times(startTime, endTime);
    BehaviorSessionRules.duration(durationSeconds);
    Checks.notNull("metadata", metadata);
    Checks.notNull("status", status);
    Checks.notNull("audit", audit);
  }

  /** Returns a builder with a new id, a new token and the defaults: web, active, from now on. */
  public static BehaviorSessionBuilder builder() {
    return BehaviorSessionBuilder.builder()
        .id(BehaviorSessionId.generate())
        .sessionToken(SessionToken.generate())
        .sessionType(SessionType.WEB)
        .startTime(Instant.now())
        .metadata(Json.emptyObject())
        .status(SessionStatus.ACTIVE)
        .audit(AuditStamp.unsaved());
  }

  /** Returns a builder with the values of this object. */
  public BehaviorSessionBuilder toBuilder() {
    return BehaviorSessionBuilder.builder(this);
  }
}
