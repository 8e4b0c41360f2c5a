package io.zkpersona.domain.access;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for roles; a null component restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the components that are set, not their values.
 *
 * @param createdFrom the earliest creation time, inclusive; truncated to microseconds
 * @param createdUntil the latest creation time, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record RoleFilter(@Nullable Instant createdFrom, @Nullable Instant createdUntil)
    implements RoleFilterBuilder.With {

  private static final RoleFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a time is outside the range of the database, or {@code
   *     createdFrom} is after {@code createdUntil}
   */
  public RoleFilter {
    createdFrom = Checks.nullableMicros("createdFrom", createdFrom);
    createdUntil = Checks.nullableMicros("createdUntil", createdUntil);
    Checks.ordered("createdFrom", createdFrom, "createdUntil", createdUntil);
  }

  /** Returns a builder with nothing set. */
  public static RoleFilterBuilder builder() {
    return RoleFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static RoleFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, RoleFilterBuilder.stream(this));
  }
}
