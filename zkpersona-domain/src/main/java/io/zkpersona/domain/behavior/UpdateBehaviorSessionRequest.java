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
 * What is to change in a {@link BehaviorSession}; everything is kept by default. Immutable and
 * thread-safe.
 *
 * @param userId whose session it is; may be cleared
 * @param sessionToken the secret that stands for the session
 * @param sessionType through what it is held
 * @param startTime when it began
 * @param endTime when it ended; may be cleared
 * @param durationSeconds how long it took, 0 or more; may be cleared
 * @param metadata whatever else is known, all of it
 * @param status where it stands
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
   * Checks the new values as {@link BehaviorSession} would.
   *
   * @throws ValidationException if one breaks a rule, a change is null, or what must not be null is
   *     cleared
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

  /** A builder that keeps everything. */
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
