package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which users are wanted; a null member restricts nothing. Softly deleted users are left out unless
 * {@code status} asks for them or {@code includeDeleted} is true. Immutable and thread-safe; {@link
 * #toString()} names the members that are set, not their values.
 *
 * @param status where they stand
 * @param createdFrom created then or later, cut to microseconds
 * @param createdUntil created before then, cut to microseconds
 * @param includeDeleted whether softly deleted users are found too; null means false
 */
@GenerateBuilder
public record UserFilter(
    @Nullable UserStatus status,
    @Nullable Instant createdFrom,
    @Nullable Instant createdUntil,
    @Nullable Boolean includeDeleted)
    implements UserFilterBuilder.With {

  private static final UserFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a time is outside what the database can hold, or {@code
   *     createdFrom} is after {@code createdUntil}
   */
  public UserFilter {
    createdFrom = Checks.nullableMicros("createdFrom", createdFrom);
    createdUntil = Checks.nullableMicros("createdUntil", createdUntil);
    Checks.ordered("createdFrom", createdFrom, "createdUntil", createdUntil);
  }

  /** A builder with nothing set. */
  public static UserFilterBuilder builder() {
    return UserFilterBuilder.builder();
  }

  /** The filter that restricts nothing, but leaves out softly deleted users. */
  public static UserFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of("UserFilter")
        .add("status", status)
        .add("createdFrom", createdFrom)
        .add("createdUntil", createdUntil)
        .add("includeDeleted", includeDeleted)
        .toString();
  }
}
