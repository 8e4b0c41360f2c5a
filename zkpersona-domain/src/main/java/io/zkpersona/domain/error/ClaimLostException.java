package io.zkpersona.domain.error;

import java.util.UUID;

/**
 * A behavior input is no longer its claimant's: the lease ran out and another worker took it, it
 * was given back, failed, processed by somebody else, or deleted. Nothing was written.
 */
public class ClaimLostException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final UUID behaviorInputId;

  /**
   * A claim does not count any more.
   *
   * @param behaviorInputId what was claimed
   */
  public ClaimLostException(UUID behaviorInputId) {
    super(
        ErrorCode.CLAIM_LOST,
        "behavior input "
            + behaviorInputId
            + ": no longer claimed by this claim (expected: the latest one, in force; undo or drop"
            + " what was done under it)");
    this.behaviorInputId = behaviorInputId;
  }

  /** What was claimed. */
  public final UUID behaviorInputId() {
    return behaviorInputId;
  }
}
