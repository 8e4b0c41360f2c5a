package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.ErrorCode;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Thrown when a nullifier was spent in its scope as often as its circuit allows. */
public class NullifierSpentException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  private final @Nullable UUID earlierProofId;
  private final int uses;

  /**
   * Creates the exception for a rejected proof.
   *
   * @param earlierProofId the first proof that spent the nullifier if it belongs to the same user;
   *     otherwise null, because proofs of other users are confidential
   * @param uses the number of times it may be spent
   */
  public NullifierSpentException(@Nullable UUID earlierProofId, int uses) {
    super(
        ErrorCode.NULLIFIER_SPENT,
        "zk proof",
        "publicSignals",
        "the nullifier is spent"
            + (earlierProofId == null ? "" : ", first by proof " + earlierProofId)
            + " (expected: at most "
            + uses
            + " per scope)",
        null,
        null,
        null);
    this.earlierProofId = earlierProofId;
    this.uses = uses;
  }

  /**
   * Returns the id of the first proof that spent it; empty if that belongs to another user or was
   * deleted.
   */
  public final Optional<UUID> earlierProofId() {
    return Optional.ofNullable(earlierProofId);
  }

  /** Returns the number of times it may be spent. */
  public final int uses() {
    return uses;
  }
}
