package io.zkpersona.domain.error;

/** A user has as many pending proofs of one statement as may wait for a verdict. */
public class TooManyCandidatesException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  private final int most;

  /**
   * A proof is refused.
   *
   * @param most how many may wait
   */
  public TooManyCandidatesException(int most) {
    this(most, BulkIndex.NONE);
  }

  private TooManyCandidatesException(int most, int index) {
    super(
        ErrorCode.TOO_MANY_CANDIDATES,
        "zk proof",
        "publicSignals",
        most
            + " proofs of this statement by this user are pending (expected: fewer than "
            + most
            + "; mark those verified, failed or expired that have been judged)",
        null,
        index,
        null,
        null);
    this.most = most;
  }

  /** How many may wait. */
  public final int most() {
    return most;
  }

  @Override
  public TooManyCandidatesException withIndex(int newIndex) {
    return BulkIndex.copied(new TooManyCandidatesException(most, BulkIndex.check(newIndex)), this);
  }
}
