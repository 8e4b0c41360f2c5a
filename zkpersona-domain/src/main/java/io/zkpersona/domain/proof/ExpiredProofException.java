package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import java.time.Instant;
import java.util.UUID;

/** Thrown when a proof has expired. */
public class ExpiredProofException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final UUID proofId;
  private final Instant expiredAt;

  /**
   * Creates the exception for an expired proof.
   *
   * @param proofId the id of the proof
   * @param expiredAt the time of expiry
   */
  public ExpiredProofException(UUID proofId, Instant expiredAt) {
    super(
        ErrorCode.EXPIRED_PROOF,
        "zero-knowledge proof "
            + proofId
            + ": expired at "
            + expiredAt
            + " (expected: a proof that has not expired)");
    this.proofId = proofId;
    this.expiredAt = expiredAt;
  }

  /** Returns the id of the proof. */
  public final UUID proofId() {
    return proofId;
  }

  /** Returns the time of expiry. */
  public final Instant expiredAt() {
    return expiredAt;
  }
}
