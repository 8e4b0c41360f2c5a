package io.zkpersona.domain.error;

import java.time.Instant;
import java.util.UUID;

/** A proof is past the time until which it counts. */
public class ExpiredProofException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final UUID proofId;
  private final Instant expiredAt;

  /**
   * A proof is refused.
   *
   * @param proofId its id
   * @param expiredAt until when it counted
   */
  public ExpiredProofException(UUID proofId, Instant expiredAt) {
    super(
        ErrorCode.EXPIRED_PROOF,
        "zero-knowledge proof "
            + proofId
            + ": expired at "
            + expiredAt
            + " (expected: one that still counts)");
    this.proofId = proofId;
    this.expiredAt = expiredAt;
  }

  /** The id of the proof. */
  public final UUID proofId() {
    return proofId;
  }

  /** Until when it counted. */
  public final Instant expiredAt() {
    return expiredAt;
  }
}
