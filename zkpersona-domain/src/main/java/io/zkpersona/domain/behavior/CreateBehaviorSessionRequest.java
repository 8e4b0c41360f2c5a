package io.zkpersona.domain.behavior;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The values of a new {@link BehaviorSession}. Immutable and thread-safe; {@link #toString()}
 * reveals neither token nor metadata.
 *
 * @param userId the user; null (the default) if unknown
 * @param sessionToken the secret of the session; a new random token by default
 * @param sessionType the client of the session; web by default
 * @param startTime the start, truncated to microseconds; the time of the builder's creation by
 *     default
 * @param endTime the end, not before the start, truncated to microseconds; null (the default) if
 *     not ended
 * @param durationSeconds the duration in seconds, 0 or more; null (the default) if unknown
 * @param metadata additional data; an empty object by default
 * @param status the status; active by default
 */
@GenerateBuilder
public record CreateBehaviorSessionRequest(
    @Nullable UserId userId,
    SessionToken sessionToken,
    SessionType sessionType,
    Instant startTime,
    @Nullable Instant endTime,
    @Nullable Integer durationSeconds,
    Json metadata,
    SessionStatus status)
    implements CreateRequest<BehaviorSession, BehaviorSessionId>,
        CreateBehaviorSessionRequestBuilder.With {

  /**
   * Checks the values and truncates the times to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, or the end is before the
   *     start
   */
  public CreateBehaviorSessionRequest {
    Checks.notNull("sessionToken", sessionToken);
    Checks.notNull("sessionType", sessionType);
    startTime = Checks.micros("startTime", startTime);
    endTime = Checks.nullableMicros("endTime", endTime);
    BehaviorSessionRules.times(startTime, endTime);
    BehaviorSessionRules.duration(durationSeconds);
    Checks.notNull("metadata", metadata);
    Checks.notNull("status", status);
  }

  /** Returns a builder with the default values. */
  public static CreateBehaviorSessionRequestBuilder builder() {
    return CreateBehaviorSessionRequestBuilder.builder()
        .sessionToken(SessionToken.generate())
        .sessionType(SessionType.WEB)
        .startTime(Instant.now())
        .metadata(Json.emptyObject())
        .status(SessionStatus.ACTIVE);
  }

  @Override
  public BehaviorSession toEntity(BehaviorSessionId id) {
    return new BehaviorSession(
        id,
        userId,
        sessionToken,
        sessionType,
        startTime,
        endTime,
        durationSeconds,
        metadata,
        status,
        AuditStamp.unsaved());
  }
}
