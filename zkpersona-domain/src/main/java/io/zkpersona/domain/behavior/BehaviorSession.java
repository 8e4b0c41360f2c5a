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
 * A stretch of time in which somebody was active. Immutable and thread-safe; {@link #toString()}
 * shows neither token nor metadata.
 *
 * @param id the session's id
 * @param userId whose session it is; null if unknown
 * @param sessionToken the secret that stands for the session, unique
 * @param sessionType through what it is held
 * @param startTime when it began, cut to microseconds
 * @param endTime when it ended, not before its start, cut to microseconds; null if it hasn't
 * @param durationSeconds how long it took, 0 or more; null if unknown
 * @param metadata whatever else is known
 * @param status where it stands
 * @param audit who wrote this and when
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
   * Checks the values and cuts the times to microseconds.
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

  /** A builder with a new id, a new token and the defaults: web, active, from now on. */
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

  /** A builder that holds these values. */
  public BehaviorSessionBuilder toBuilder() {
    return BehaviorSessionBuilder.builder(this);
  }
}
