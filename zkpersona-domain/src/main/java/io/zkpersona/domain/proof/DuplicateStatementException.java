package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.ErrorCode;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a statement was proven before: by the same user or, if the circuit allows only one
 * prover, by another user.
 */
public class DuplicateStatementException extends DuplicateEntityException {
  private static final long serialVersionUID = 1L;

  private final @Nullable UUID earlierProofId;

  /**
   * Creates the exception for a rejected proof.
   *
   * @param earlierProofId the earlier proof if it belongs to the same user; otherwise null, because
   *     proofs of other users are confidential
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public DuplicateStatementException(
      @Nullable UUID earlierProofId,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(
        ErrorCode.DUPLICATE_STATEMENT,
        "zk proof",
        "publicSignals",
        "already proven"
            + (earlierProofId == null ? "" : " by " + earlierProofId)
            + " (expected: a new statement)",
        constraint,
        sqlState,
        cause);
    this.earlierProofId = earlierProofId;
  }

  /** Returns the id of the earlier proof; empty if it belongs to another user or is unknown. */
  public final Optional<UUID> earlierProofId() {
    return Optional.ofNullable(earlierProofId);
  }

  /**
   * Returns a copy with the id of the earlier proof, in its message too.
   *
   * @param newEarlierProofId the earlier proof, of the same user
   */
  public DuplicateStatementException withEarlierProof(UUID newEarlierProofId) {
    DuplicateStatementException copy =
        new DuplicateStatementException(
            newEarlierProofId, constraint().orElse(null), sqlState().orElse(null), getCause());
    copy.setStackTrace(getStackTrace());
    index().ifPresent(copy::addIndex);
    return copy;
  }
}
