package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for users; a null component restricts nothing. Soft-deleted users are excluded unless
 * {@code status} asks for them or {@code includeDeleted} is true. Immutable and thread-safe; {@link
 * #toString()} names the components that are set, not their values.
 *
 * @param status the status
 * @param createdFrom the earliest creation time, inclusive; truncated to microseconds
 * @param createdUntil the latest creation time, exclusive; truncated to microseconds
 * @param includeDeleted whether soft-deleted users match too; null means false
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
   * @throws ValidationException if a time is outside the range of the database, or {@code
   *     createdFrom} is after {@code createdUntil}
   */
  public UserFilter {
    createdFrom = Checks.nullableMicros("createdFrom", createdFrom);
    createdUntil = Checks.nullableMicros("createdUntil", createdUntil);
    Checks.ordered("createdFrom", createdFrom, "createdUntil", createdUntil);
  }

  /** Returns a builder with nothing set. */
  public static UserFilterBuilder builder() {
    return UserFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing but still excludes soft-deleted users. */
  public static UserFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, UserFilterBuilder.stream(this));
  }
}
