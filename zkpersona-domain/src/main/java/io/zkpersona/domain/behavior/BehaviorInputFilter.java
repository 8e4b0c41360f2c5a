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
 * A filter for inputs; a null component restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the components that are set, not their values.
 *
 * @param userId the user
 * @param behaviorSessionId the session
 * @param sessionId the caller's name for the session, at most 255 characters
 * @param inputType the type of activity
 * @param source the source of the input
 * @param processed whether the input was scored
 * @param startDate the earliest time of the activity, inclusive; truncated to microseconds
 * @param endDate the latest time of the activity, exclusive; truncated to microseconds
 * @param externalKey the key of the event in another system
 * @param blocks the blocks that contain the activity
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
   * @throws ValidationException if a time is outside the range of the database, or {@code
   *     startDate} is after {@code endDate}
   */
  public BehaviorInputFilter {
    startDate = Checks.nullableMicros("startDate", startDate);
    endDate = Checks.nullableMicros("endDate", endDate);
    Checks.ordered("startDate", startDate, "endDate", endDate);
  }

  /** Returns a builder with nothing set. */
  public static BehaviorInputFilterBuilder builder() {
    return BehaviorInputFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static BehaviorInputFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, BehaviorInputFilterBuilder.stream(this));
  }
}
