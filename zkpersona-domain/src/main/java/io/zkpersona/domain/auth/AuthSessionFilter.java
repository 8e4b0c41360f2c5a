package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for sign-in sessions; a null component restricts nothing. Immutable and thread-safe;
 * {@link #toString()} names the components that are set, not their values.
 *
 * @param userId the user
 * @param revoked whether the session was revoked
 * @param issuedFrom the earliest time of issue, inclusive; truncated to microseconds
 * @param issuedUntil the latest time of issue, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record AuthSessionFilter(
    @Nullable UserId userId,
    @Nullable Boolean revoked,
    @Nullable Instant issuedFrom,
    @Nullable Instant issuedUntil)
    implements AuthSessionFilterBuilder.With {

  private static final AuthSessionFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a time is outside the range of the database, or {@code
   *     issuedFrom} is after {@code issuedUntil}
   */
  public AuthSessionFilter {
    issuedFrom = Checks.nullableMicros("issuedFrom", issuedFrom);
    issuedUntil = Checks.nullableMicros("issuedUntil", issuedUntil);
    Checks.ordered("issuedFrom", issuedFrom, "issuedUntil", issuedUntil);
  }

  /** Returns a builder with nothing set. */
  public static AuthSessionFilterBuilder builder() {
    return AuthSessionFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static AuthSessionFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, AuthSessionFilterBuilder.stream(this));
  }
}
