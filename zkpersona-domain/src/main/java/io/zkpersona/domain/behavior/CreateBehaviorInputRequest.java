package io.zkpersona.domain.behavior;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
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
 * The values of a new {@link BehaviorInput}. Immutable and thread-safe; {@link #toString()} reveals
 * neither data nor session text nor external key.
 *
 * @param userId the user; null (the default) if unknown
 * @param behaviorSessionId the session; null (the default) if none
 * @param sessionId the caller's name for the session, at most 255 characters; null (the default) if
 *     none
 * @param inputData the recorded data; has no default
 * @param inputType the type of activity; general by default
 * @param source the source of the input; web by default
 * @param timestamp the time of the activity, truncated to microseconds; the time of the builder's
 *     creation by default
 * @param processed whether the input was scored; false by default
 * @param externalKey the key of the event in another system, unique among inputs; null (the
 *     default) if none
 * @param block the block that contains the activity; null (the default) if none
 */
@GenerateBuilder
public record CreateBehaviorInputRequest(
    @Nullable UserId userId,
    @Nullable BehaviorSessionId behaviorSessionId,
    @Nullable SessionText sessionId,
    Json inputData,
    InputType inputType,
    BehaviorSource source,
    Instant timestamp,
    boolean processed,
    @Nullable ExternalKey externalKey,
    @Nullable BlockReference block)
    implements CreateRequest<BehaviorInput, BehaviorInputId>,
        CreateBehaviorInputRequestBuilder.With {

  /**
   * Checks the values and truncates the time to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range
   */
  public CreateBehaviorInputRequest {
    Checks.notNull("inputData", inputData);
    Checks.notNull("inputType", inputType);
    Checks.notNull("source", source);
    timestamp = Checks.micros("timestamp", timestamp);
  }

  /** Returns a builder with the default values. */
  public static CreateBehaviorInputRequestBuilder builder() {
    return CreateBehaviorInputRequestBuilder.builder()
        .inputType(InputType.GENERAL)
        .source(BehaviorSource.WEB)
        .timestamp(Instant.now());
  }

  @Override
  public BehaviorInput toEntity(BehaviorInputId id) {
    return new BehaviorInput(
        id,
        userId,
        behaviorSessionId,
        sessionId,
        inputData,
        inputType,
        source,
        timestamp,
        processed,
        externalKey,
        block,
        AuditStamp.unsaved());
  }
}
