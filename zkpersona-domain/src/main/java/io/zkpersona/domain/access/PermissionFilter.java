package io.zkpersona.domain.access;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which permissions are wanted; a null member restricts nothing. Immutable and thread-safe; {@link
 * #toString()} names the members that are set, not their values.
 *
 * @param createdFrom created then or later, cut to microseconds
 * @param createdUntil created before then, cut to microseconds
 */
@GenerateBuilder
public record PermissionFilter(@Nullable Instant createdFrom, @Nullable Instant createdUntil)
    implements PermissionFilterBuilder.With {

  private static final PermissionFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a time is outside what the database can hold, or {@code
   *     createdFrom} is after {@code createdUntil}
   */
  public PermissionFilter {
    createdFrom = Checks.nullableMicros("createdFrom", createdFrom);
    createdUntil = Checks.nullableMicros("createdUntil", createdUntil);
    Checks.ordered("createdFrom", createdFrom, "createdUntil", createdUntil);
  }

  /** A builder with nothing set. */
  public static PermissionFilterBuilder builder() {
    return PermissionFilterBuilder.builder();
  }

  /** The filter that restricts nothing. */
  public static PermissionFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of("PermissionFilter")
        .add("createdFrom", createdFrom)
        .add("createdUntil", createdUntil)
        .toString();
  }
}
