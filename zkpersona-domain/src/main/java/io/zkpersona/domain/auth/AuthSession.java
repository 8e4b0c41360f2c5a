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
 * That somebody is signed in, and the family of all refresh tokens that came of one sign-in.
 * Immutable and thread-safe; {@link #toString()} shows neither hash nor reason.
 *
 * @param id the session's id
 * @param userId who is signed in
 * @param tokenHash of the access token that counts now, unique
 * @param issuedAt when they signed in, cut to microseconds
 * @param lastUsedAt when the session was last seen in use, to the minute or so, cut to microseconds
 * @param expiresAt the access token counts before this instant, later than {@code issuedAt}, cut to
 *     microseconds
 * @param revokedAt when it was ended before its time, cut to microseconds; null if it wasn't
 * @param revokeReason why, at most 255 characters; null if nobody said, or it wasn't
 * @param audit who wrote this and when
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
   * Checks the values and cuts the times to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, it expires before it is
   *     issued, or there is a reason for a revocation that wasn't
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

  /** A builder with a new id; all that may not be null is still to be set. */
  public static AuthSessionBuilder builder() {
    return AuthSessionBuilder.builder().id(AuthSessionId.generate()).audit(AuditStamp.unsaved());
  }

  /** A builder that holds these values. */
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
