package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.ErrorCode;

/** Thrown when a user has reached the limit of pending proofs of one statement. */
public class TooManyCandidatesException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  private final int most;

  /**
   * Creates the exception for a rejected proof.
   *
   * @param most the limit
   */
  public TooManyCandidatesException(int most) {
    super(
        ErrorCode.TOO_MANY_CANDIDATES,
        "zk proof",
        "publicSignals",
        most
            + " proofs of this statement by this user are pending (expected: fewer than "
            + most
            + "; mark the decided ones as verified, failed or expired)",
        null,
        null,
        null);
    this.most = most;
  }

  /** Returns the limit of pending proofs. */
  public final int most() {
    return most;
  }
}
