package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which inputs are wanted; a null member restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the members that are set, not their values.
 *
 * @param userId who did it
 * @param behaviorSessionId the session in which it was done
 * @param sessionId the caller's own name of the session, at most 255 characters
 * @param inputType what kind of activity it is
 * @param source where it came from
 * @param processed whether it was scored
 * @param startDate happened then or later, cut to microseconds
 * @param endDate happened before then, cut to microseconds
 * @param externalKey the name by which another system knows it
 * @param blocks seen in one of these blocks
 */
@GenerateBuilder
public record BehaviorInputFilter(
    @Nullable UserId userId,
    @Nullable BehaviorSessionId behaviorSessionId,
    @Nullable SessionText sessionId,
    @Nullable InputType inputType,
    @Nullable BehaviorSource source,
    @Nullable Boolean processed,
    @Nullable Instant startDate,
    @Nullable Instant endDate,
    @Nullable ExternalKey externalKey,
    @Nullable BlockRange blocks)
    implements BehaviorInputFilterBuilder.With {

  private static final BehaviorInputFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a time is outside what the database can hold, or {@code
   *     startDate} is after {@code endDate}
   */
  public BehaviorInputFilter {
    startDate = Checks.nullableMicros("startDate", startDate);
    endDate = Checks.nullableMicros("endDate", endDate);
    Checks.ordered("startDate", startDate, "endDate", endDate);
  }

  /** A builder with nothing set. */
  public static BehaviorInputFilterBuilder builder() {
    return BehaviorInputFilterBuilder.builder();
  }

  /** The filter that restricts nothing. */
  public static BehaviorInputFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of("BehaviorInputFilter")
        .add("userId", userId)
        .add("behaviorSessionId", behaviorSessionId)
        .add("sessionId", sessionId)
        .add("inputType", inputType)
        .add("source", source)
        .add("processed", processed)
        .add("startDate", startDate)
        .add("endDate", endDate)
        .add("externalKey", externalKey)
        .add("blocks", blocks)
        .toString();
  }
}
