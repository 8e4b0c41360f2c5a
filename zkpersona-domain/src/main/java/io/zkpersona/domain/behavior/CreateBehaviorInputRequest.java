package io.zkpersona.domain.behavior;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
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
 * What is needed to create a {@link BehaviorInput}. Immutable and thread-safe; {@link #toString()}
 * shows neither data nor session text nor external key.
 *
 * @param userId who did it; null (the default) if unknown
 * @param behaviorSessionId the session in which it was done; null (the default) if none
 * @param sessionId the caller's own name of the session, at most 255 characters; null (the default)
 *     if none
 * @param inputData what was done; has no default
 * @param inputType what kind of activity it is; general by default
 * @param source where it came from; web by default
 * @param timestamp when it happened; by default when the builder was made
 * @param processed whether it was scored; false by default
 * @param externalKey the name by which another system knows it, which no other input has; null (the
 *     default) if none
 * @param block the block of a chain that it was seen in; null (the default) if none
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
   * Checks the values and cuts the time to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range
   */
  public CreateBehaviorInputRequest {
    Checks.notNull("inputData", inputData);
    Checks.notNull("inputType", inputType);
    Checks.notNull("source", source);
    timestamp = Checks.micros("timestamp", timestamp);
  }

  /** A builder that holds the defaults. */
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
