package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import java.time.LocalDate;

/**
 * A sponsor's account of one day. Amounts are in the network's smallest unit. Immutable and
 * thread-safe.
 *
 * @param sponsorId whose account
 * @param date the day in UTC
 * @param budget what may be spent that day
 * @param reserved what is held for transactions of that day that are pending or submitted
 * @param spent what transactions of that day did cost; may go beyond the budget, since it is what
 *     the network took
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

  /** What can still be reserved, never below zero. */
  public BigInteger available() {
    return budget.subtract(reserved).subtract(spent).max(BigInteger.ZERO);
  }
}
