package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import java.util.UUID;

/** Thrown when the remainder of a sponsor's daily budget does not cover a reservation. */
public class BudgetExceededException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final UUID sponsorId;

  /**
   * Creates the exception for a rejected reservation.
   *
   * @param sponsorId the sponsor with the exhausted budget
   */
  public BudgetExceededException(UUID sponsorId) {
    super(
        ErrorCode.BUDGET_EXCEEDED,
        "sponsor "
            + sponsorId
            + ": the rest of today's budget does not cover the amount (expected: a smaller amount,"
            + " another sponsor, or another day)");
    this.sponsorId = sponsorId;
  }

  /** Returns the id of the sponsor with the exhausted budget. */
  public final UUID sponsorId() {
    return sponsorId;
  }
}
