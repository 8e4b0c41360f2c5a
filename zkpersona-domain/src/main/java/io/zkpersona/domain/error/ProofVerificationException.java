package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** Thrown when a proof does not prove its statement, or could not be verified. */
public class ProofVerificationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for a rejected proof.
   *
   * @param message the reason, safe to display
   */
  public ProofVerificationException(String message) {
    this(message, null);
  }

  /**
   * Creates the exception for a proof rejected because of another error.
   *
   * @param message the reason, safe to display
   * @param cause the cause; null if unknown
   */
  public ProofVerificationException(String message, @Nullable Throwable cause) {
    super(ErrorCode.PROOF_VERIFICATION_FAILED, message, cause);
  }
}
