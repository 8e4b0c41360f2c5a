package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which sign-in sessions are wanted; a null member restricts nothing. Immutable and thread-safe;
 * {@link #toString()} names the members that are set, not their values.
 *
 * @param userId whose they are
 * @param revoked whether they were ended before their time
 * @param issuedFrom issued then or later, cut to microseconds
 * @param issuedUntil issued before then, cut to microseconds
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
   * @throws ValidationException if a time is outside what the database can hold, or {@code
   *     issuedFrom} is after {@code issuedUntil}
   */
  public AuthSessionFilter {
    issuedFrom = Checks.nullableMicros("issuedFrom", issuedFrom);
    issuedUntil = Checks.nullableMicros("issuedUntil", issuedUntil);
    Checks.ordered("issuedFrom", issuedFrom, "issuedUntil", issuedUntil);
  }

  /** A builder with nothing set. */
  public static AuthSessionFilterBuilder builder() {
    return AuthSessionFilterBuilder.builder();
  }

  /** The filter that restricts nothing. */
  public static AuthSessionFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of("AuthSessionFilter")
        .add("userId", userId)
        .add("revoked", revoked)
        .add("issuedFrom", issuedFrom)
        .add("issuedUntil", issuedUntil)
        .toString();
  }
}
