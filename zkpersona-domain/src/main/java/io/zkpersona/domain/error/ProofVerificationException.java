package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** A proof does not prove what it claims, or could not be checked. */
public class ProofVerificationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /**
   * A proof is refused.
   *
   * @param message why, in words that are safe to show
   */
  public ProofVerificationException(String message) {
    this(message, null);
  }

  /**
   * A proof is refused because of another error.
   *
   * @param message why, in words that are safe to show
   * @param cause what led to it; null if unknown
   */
  public ProofVerificationException(String message, @Nullable Throwable cause) {
    super(ErrorCode.PROOF_VERIFICATION_FAILED, message, cause);
  }
}
