package io.zkpersona.storage.internal.auth;

import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.user.UserStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides whether a token is valid at an instant. */
final class SessionRefusal {

  private SessionRefusal() {}

  /** Returns the reason to refuse the token; null if it is valid. */
  static @Nullable Reason of(
      @Nullable Instant revokedAt, Instant expiresAt, UserStatus status, Instant now) {
    if (revokedAt != null) {
      return Reason.REVOKED;
    }
    if (!expiresAt.isAfter(now)) {
      return Reason.EXPIRED;
    }
    return status == UserStatus.ACTIVE ? null : Reason.USER_NOT_ACTIVE;
  }
}
