package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for sessions; a null component restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the components that are set, not their values.
 *
 * @param userId the user
 * @param sessionType the client of the session
 * @param status the status
 * @param startDate the earliest start of the session, inclusive; truncated to microseconds
 * @param endDate the latest start of the session, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record BehaviorSessionFilter(
    @Nullable UserId userId,
    @Nullable SessionType sessionType,
    @Nullable SessionStatus status,
    @Nullable Instant startDate,
    @Nullable Instant endDate)
    implements BehaviorSessionFilterBuilder.With {

  private static final BehaviorSessionFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a time is outside the range of the database, or {@code
   *     startDate} is after {@code endDate}
   */
  public BehaviorSessionFilter {
    startDate = Checks.nullableMicros("startDate", startDate);
    endDate = Checks.nullableMicros("endDate", endDate);
    Checks.ordered("startDate", startDate, "endDate", endDate);
  }

  /** Returns a builder with nothing set. */
  public static BehaviorSessionFilterBuilder builder() {
    return BehaviorSessionFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static BehaviorSessionFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, BehaviorSessionFilterBuilder.stream(this));
  }
}
