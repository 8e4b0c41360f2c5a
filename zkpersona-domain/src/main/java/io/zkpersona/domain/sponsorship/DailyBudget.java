package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import java.time.LocalDate;

/**
 * A sponsor's budget of one day. Amounts are in the network's smallest unit. Immutable and
 * thread-safe.
 *
 * @param sponsorId the sponsor
 * @param date the day in UTC
 * @param budget the budget of that day
 * @param reserved the amount held for that day's pending and submitted transactions
 * @param spent the actual cost of that day's transactions; may exceed the budget, because the
 *     network determines it
 */
public record DailyBudget(
    SponsorId sponsorId, LocalDate date, BigInteger budget, BigInteger reserved, BigInteger spent) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing, or an amount is negative or too large
   */
  public DailyBudget {
    Checks.notNull("sponsorId", sponsorId);
    Checks.notNull("date", date);
    SponsorshipRules.amount("budget", budget);
    SponsorshipRules.amount("reserved", reserved);
    SponsorshipRules.amount("spent", spent);
  }

  /** Returns the amount that can still be reserved, never below zero. */
  public BigInteger available() {
    return budget.subtract(reserved).subtract(spent).max(BigInteger.ZERO);
  }
}
