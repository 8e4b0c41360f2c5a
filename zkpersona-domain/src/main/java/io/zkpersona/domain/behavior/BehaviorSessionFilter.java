package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are wanted; a null member restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the members that are set, not their values.
 *
 * @param userId whose they are
 * @param sessionType through what they are held
 * @param status where they stand
 * @param startDate begun then or later, cut to microseconds
 * @param endDate begun before then, cut to microseconds
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
   * @throws ValidationException if a time is outside what the database can hold, or {@code
   *     startDate} is after {@code endDate}
   */
  public BehaviorSessionFilter {
    startDate = Checks.nullableMicros("startDate", startDate);
    endDate = Checks.nullableMicros("endDate", endDate);
    Checks.ordered("startDate", startDate, "endDate", endDate);
  }

  /** A builder with nothing set. */
  public static BehaviorSessionFilterBuilder builder() {
    return BehaviorSessionFilterBuilder.builder();
  }

  /** The filter that restricts nothing. */
  public static BehaviorSessionFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of("BehaviorSessionFilter")
        .add("userId", userId)
        .add("sessionType", sessionType)
        .add("status", status)
        .add("startDate", startDate)
        .add("endDate", endDate)
        .toString();
  }
}
