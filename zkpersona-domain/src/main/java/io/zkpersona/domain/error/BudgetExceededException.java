package io.zkpersona.domain.error;

import java.util.UUID;

/** What is left of a sponsor's budget for the day does not cover a reservation. */
public class BudgetExceededException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final UUID sponsorId;

  /**
   * A reservation is refused.
   *
   * @param sponsorId whose budget it is
   */
  public BudgetExceededException(UUID sponsorId) {
    super(
        ErrorCode.BUDGET_EXCEEDED,
        "sponsor "
            + sponsorId
            + ": not enough left of today's budget (expected: an amount within it, another"
            + " sponsor, or another day)");
    this.sponsorId = sponsorId;
  }

  /** Whose budget it is. */
  public final UUID sponsorId() {
    return sponsorId;
  }
}
