package io.zkpersona.domain.error;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A statement was proven before: by the same user or, where the circuit says that only one may
 * prove it, by another.
 */
public class DuplicateStatementException extends DuplicateEntityException {
  private static final long serialVersionUID = 1L;

  private final @Nullable UUID earlierProofId;

  /**
   * A proof is refused.
   *
   * @param earlierProofId the proof that was there, if it is the same user's; else null, since
   *     another user's is nobody else's business
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
   */
  public DuplicateStatementException(
      @Nullable UUID earlierProofId,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    this(earlierProofId, constraint, BulkIndex.NONE, sqlState, cause);
  }

  private DuplicateStatementException(
      @Nullable UUID earlierProofId,
      @Nullable String constraint,
      int index,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(
        ErrorCode.DUPLICATE_STATEMENT,
        "zk proof",
        "publicSignals",
        "proven before"
            + (earlierProofId == null ? "" : " by " + earlierProofId)
            + " (expected: a statement that is new)",
        constraint,
        index,
        sqlState,
        cause);
    this.earlierProofId = earlierProofId;
  }

  /** The proof that was there; empty if it is not the same user's, or not known. */
  public final Optional<UUID> earlierProofId() {
    return Optional.ofNullable(earlierProofId);
  }

  /**
   * A copy that names the earlier proof, in its message too.
   *
   * @param newEarlierProofId the proof that was there, of the same user
   */
  public DuplicateStatementException withEarlierProof(UUID newEarlierProofId) {
    return BulkIndex.copied(
        new DuplicateStatementException(
            newEarlierProofId,
            constraint().orElse(null),
            index().orElse(BulkIndex.NONE),
            sqlState().orElse(null),
            getCause()),
        this);
  }

  @Override
  public DuplicateStatementException withIndex(int newIndex) {
    return BulkIndex.copied(
        new DuplicateStatementException(
            earlierProofId,
            constraint().orElse(null),
            BulkIndex.check(newIndex),
            sqlState().orElse(null),
            getCause()),
        this);
  }
}
