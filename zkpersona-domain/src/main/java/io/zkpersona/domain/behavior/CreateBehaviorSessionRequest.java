package io.zkpersona.domain.behavior;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to create a {@link BehaviorSession}. Immutable and thread-safe; {@link
 * #toString()} shows neither token nor metadata.
 *
 * @param userId whose session it is; null (the default) if unknown
 * @param sessionToken the secret that stands for the session; a new random one by default
 * @param sessionType through what it is held; web by default
 * @param startTime when it began; by default when the builder was made
 * @param endTime when it ended, not before its start; null (the default) if it hasn't
 * @param durationSeconds how long it took, 0 or more; null (the default) if unknown
 * @param metadata whatever else is known; an empty object by default
 * @param status where it stands; active by default
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
   * Checks the values and cuts the times to microseconds.
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

  /** A builder that holds the defaults. */
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
