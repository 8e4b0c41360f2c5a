package io.zkpersona.domain.auth;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in session, together with the family of all refresh tokens that descend from one sign-in.
 * Immutable and thread-safe; {@link #toString()} reveals neither hash nor reason.
 *
 * @param id the session's id
 * @param userId the signed-in user
 * @param tokenHash the hash of the current access token, unique
 * @param issuedAt the time of the sign-in, truncated to microseconds
 * @param lastUsedAt the time the session was last seen in use, accurate to about a minute,
 *     truncated to microseconds
 * @param expiresAt the instant from which the access token is no longer valid, later than {@code
 *     issuedAt}, truncated to microseconds
 * @param revokedAt the time of the revocation, truncated to microseconds; null if not revoked
 * @param revokeReason the reason for the revocation, at most 255 characters; null if not given or
 *     not revoked
 * @param audit the audit columns
 */
@GenerateBuilder
public record AuthSession(
    AuthSessionId id,
    UserId userId,
    TokenHash tokenHash,
    Instant issuedAt,
    Instant lastUsedAt,
    Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable String revokeReason,
    AuditStamp audit)
    implements Entity<AuthSessionId>, AuthSessionBuilder.With {
  private static final int MAX_REASON = 255;

  /**
   * Checks the values and truncates the times to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, {@code expiresAt} is not
   *     after {@code issuedAt}, or {@code revokeReason} is set without {@code revokedAt}
   */
  public AuthSession {
    Checks.notNull("id", id);
    Checks.notNull("userId", userId);
    Checks.notNull("tokenHash", tokenHash);
    issuedAt = Checks.micros("issuedAt", issuedAt);
    lastUsedAt = Checks.micros("lastUsedAt", lastUsedAt);
    expiresAt = Checks.micros("expiresAt", expiresAt);
    Checks.after("expiresAt", expiresAt, "issuedAt", issuedAt);
    revokedAt = Checks.nullableMicros("revokedAt", revokedAt);
    Checks.nullableText("revokeReason", revokeReason, 0, MAX_REASON);
    if (revokeReason != null && revokedAt == null) {
      throw new ValidationException(
          "revokeReason", "set (expected: null unless the session is revoked)");
    }
    Checks.notNull("audit", audit);
  }

  /** Returns a builder with a new id; all other values that must not be null remain to be set. */
  public static AuthSessionBuilder builder() {
    return AuthSessionBuilder.builder().id(AuthSessionId.generate()).audit(AuditStamp.unsaved());
  }

  /** Returns a builder with the values of this object. */
  public AuthSessionBuilder toBuilder() {
    return AuthSessionBuilder.builder(this);
  }

  @Override
  public String toString() {
    return ("AuthSession[id=%s, userId=%s, tokenHash=%s, issuedAt=%s, lastUsedAt=%s, expiresAt=%s,"
            + " revokedAt=%s, revokeReason=%s, audit=%s]")
        .formatted(
            id,
            userId,
            tokenHash,
            issuedAt,
            lastUsedAt,
            expiresAt,
            revokedAt,
            SafeText.hidden(revokeReason),
            audit);
  }
}
