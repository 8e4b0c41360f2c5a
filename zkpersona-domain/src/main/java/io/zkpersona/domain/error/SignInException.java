package io.zkpersona.domain.error;

/**
 * A challenge, token or user that lets nobody in. The message is the same whatever the reason, so
 * that it may be shown to whoever tries; {@link #reason()} is for the operator.
 */
public class SignInException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /** Why somebody was refused. */
  public enum Reason {
    /** There is no such challenge or token, or no longer. */
    UNKNOWN,
    /** The challenge is for another wallet, or by another domain. */
    MISMATCH,
    /** The challenge was used before. */
    USED,
    /** The challenge or token is past its time. */
    EXPIRED,
    /** The session was ended before its time. */
    REVOKED,
    /** There is no such user, or it is not active. */
    USER_NOT_ACTIVE
  }

  private final Reason reason;

  /**
   * Somebody is refused.
   *
   * @param reason why
   */
  public SignInException(Reason reason) {
    super(
        ErrorCode.SIGN_IN_REFUSED,
        "sign-in: refused (expected: a challenge, token and user that count now)");
    this.reason = reason;
  }

  /** Why; not for whoever tries. */
  public final Reason reason() {
    return reason;
  }
}
