package io.zkpersona.domain.behavior;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import java.time.Instant;

/**
 * The changes to a {@link BehaviorSession}; everything is kept by default. Immutable and
 * thread-safe.
 *
 * @param userId the user; may be cleared
 * @param sessionToken the secret of the session
 * @param sessionType the client of the session
 * @param startTime the start
 * @param endTime the end; may be cleared
 * @param durationSeconds the duration in seconds, 0 or more; may be cleared
 * @param metadata the complete new metadata
 * @param status the status
 */
@GenerateBuilder
public record UpdateBehaviorSessionRequest(
    Change<UserId> userId,
    Change<SessionToken> sessionToken,
    Change<SessionType> sessionType,
    Change<Instant> startTime,
    Change<Instant> endTime,
    Change<Integer> durationSeconds,
    Change<Json> metadata,
    Change<SessionStatus> status)
    implements UpdateRequest<BehaviorSession>, UpdateBehaviorSessionRequestBuilder.With {

  /**
   * Checks the new values as {@link BehaviorSession} does.
   *
   * @throws ValidationException if a value violates a rule, a change is null, or a required value
   *     is cleared
   */
  public UpdateBehaviorSessionRequest {
    ChangeChecks.optional("userId", userId);
    ChangeChecks.required("sessionToken", sessionToken);
    ChangeChecks.required("sessionType", sessionType);
    startTime = ChangeChecks.requiredTime("startTime", startTime);
    endTime = ChangeChecks.optionalTime("endTime", endTime);
    ChangeChecks.optional("durationSeconds", durationSeconds, BehaviorSessionRules::duration);
    ChangeChecks.required("metadata", metadata);
    ChangeChecks.required("status", status);
  }

  /** Returns a builder that keeps everything. */
  public static UpdateBehaviorSessionRequestBuilder builder() {
    return UpdateBehaviorSessionRequestBuilder.builder()
        .userId(Change.keep())
        .sessionToken(Change.keep())
        .sessionType(Change.keep())
        .startTime(Change.keep())
        .endTime(Change.keep())
        .durationSeconds(Change.keep())
        .metadata(Change.keep())
        .status(Change.keep());
  }

  @Override
  public BehaviorSession applyTo(BehaviorSession current) {
    return new BehaviorSession(
        current.id(),
        userId.applyTo(current.userId()),
        sessionToken.value().orElse(current.sessionToken()),
        sessionType.value().orElse(current.sessionType()),
        startTime.value().orElse(current.startTime()),
        endTime.applyTo(current.endTime()),
        durationSeconds.applyTo(current.durationSeconds()),
        metadata.value().orElse(current.metadata()),
        status.value().orElse(current.status()),
        current.audit());
  }
}
