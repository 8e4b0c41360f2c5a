package io.zkpersona.domain.behavior.queue;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import java.util.UUID;

/**
 * Thrown when a claim on a behavior input is no longer valid: the lease expired and another worker
 * took the input, or it was released, failed, processed by another worker, or deleted. Nothing was
 * written.
 */
public class ClaimLostException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final UUID behaviorInputId;

  /**
   * Creates the exception for a claim that is no longer valid.
   *
   * @param behaviorInputId the claimed input
   */
  public ClaimLostException(UUID behaviorInputId) {
    super(
        ErrorCode.CLAIM_LOST,
        "behavior input "
            + behaviorInputId
            + ": no longer held by this claim (expected: the current claim; undo or discard the"
            + " work done under the lost one)");
    this.behaviorInputId = behaviorInputId;
  }

  /** Returns the id of the claimed input. */
  public final UUID behaviorInputId() {
    return behaviorInputId;
  }
}
