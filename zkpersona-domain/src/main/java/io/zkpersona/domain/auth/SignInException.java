package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;

/**
 * Thrown when a challenge, token or user does not permit a sign-in. The message is the same for
 * every reason, so it is safe to show to the person signing in; {@link #reason()} is for the
 * operator.
 */
public class SignInException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /** The reason for a rejection. */
  public enum Reason {
    /** The challenge or token does not exist, or no longer exists. */
    UNKNOWN,
    /** The challenge is for another wallet or from another domain. */
    MISMATCH,
    /** The challenge was used before. */
    USED,
    /** The challenge or token has expired. */
    EXPIRED,
    /** The session was revoked. */
    REVOKED,
    /** The user does not exist or is not active. */
    USER_NOT_ACTIVE
  }

  private final Reason reason;

  /**
   * Creates the exception for a rejected sign-in.
   *
   * @param reason the reason
   */
  public SignInException(Reason reason) {
    super(
        ErrorCode.SIGN_IN_REFUSED,
        "sign-in: refused (expected: a valid challenge or token of an active user)");
    this.reason = reason;
  }

  /** Returns the reason; do not reveal it to the person signing in. */
  public final Reason reason() {
    return reason;
  }
}
