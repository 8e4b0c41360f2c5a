package io.zkpersona.domain.behavior;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import java.time.Instant;

/**
 * The changes to a {@link BehaviorInput}; everything is kept by default. The external key never
 * changes. Immutable and thread-safe.
 *
 * @param userId the user; may be cleared
 * @param behaviorSessionId the session; may be cleared
 * @param sessionId the caller's name for the session; may be cleared
 * @param inputData the complete new data
 * @param inputType the type of activity
 * @param source the source of the input
 * @param timestamp the time of the activity
 * @param processed whether the input was scored
 * @param block the block that contains the activity; may be cleared
 */
@GenerateBuilder
public record UpdateBehaviorInputRequest(
    Change<UserId> userId,
    Change<BehaviorSessionId> behaviorSessionId,
    Change<SessionText> sessionId,
    Change<Json> inputData,
    Change<InputType> inputType,
    Change<BehaviorSource> source,
    Change<Instant> timestamp,
    Change<Boolean> processed,
    Change<BlockReference> block)
    implements UpdateRequest<BehaviorInput>, UpdateBehaviorInputRequestBuilder.With {

  /**
   * Checks the new values as {@link BehaviorInput} does.
   *
   * @throws ValidationException if a value violates a rule, a change is null, or a required value
   *     is cleared
   */
  public UpdateBehaviorInputRequest {
    ChangeChecks.optional("userId", userId);
    ChangeChecks.optional("behaviorSessionId", behaviorSessionId);
    ChangeChecks.optional("sessionId", sessionId);
    ChangeChecks.required("inputData", inputData);
    ChangeChecks.required("inputType", inputType);
    ChangeChecks.required("source", source);
    timestamp = ChangeChecks.requiredTime("timestamp", timestamp);
    ChangeChecks.required("processed", processed);
    ChangeChecks.optional("block", block);
  }

  /** Returns a builder that keeps everything. */
  public static UpdateBehaviorInputRequestBuilder builder() {
    return UpdateBehaviorInputRequestBuilder.builder()
        .userId(Change.keep())
        .behaviorSessionId(Change.keep())
        .sessionId(Change.keep())
        .inputData(Change.keep())
        .inputType(Change.keep())
        .source(Change.keep())
        .timestamp(Change.keep())
        .processed(Change.keep())
        .block(Change.keep());
  }

  @Override
  public BehaviorInput applyTo(BehaviorInput current) {
    return new BehaviorInput(
        current.id(),
        userId.applyTo(current.userId()),
        behaviorSessionId.applyTo(current.behaviorSessionId()),
        sessionId.applyTo(current.sessionId()),
        inputData.value().orElse(current.inputData()),
        inputType.value().orElse(current.inputType()),
        source.value().orElse(current.source()),
        timestamp.value().orElse(current.timestamp()),
        processed.value().orElse(current.processed()),
        current.externalKey(),
        block.applyTo(current.block()),
        current.audit());
  }
}
