package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to reserve the cost of a transaction. Immutable and thread-safe.
 *
 * @param sponsorId who is to pay
 * @param userId for whom; null (the default) if unknown
 * @param gasLimit how much gas it may take, 1 or more
 * @param gasPrice the most a unit of gas may cost, 0 or more, in the network's smallest unit
 * @param expiresAt when the reservation lapses unless the transaction was submitted, cut to
 *     microseconds
 */
@GenerateBuilder
public record ReserveSponsorshipRequest(
    SponsorId sponsorId,
    @Nullable UserId userId,
    long gasLimit,
    BigInteger gasPrice,
    Instant expiresAt)
    implements ReserveSponsorshipRequestBuilder.With {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing or out of range, or price or cost has more
   *     than 78 digits
   */
  public ReserveSponsorshipRequest {
    Checks.notNull("sponsorId", sponsorId);
    SponsorshipRules.gasLimit(gasLimit);
    SponsorshipRules.amount("gasPrice", gasPrice);
    SponsorshipRules.cost("gasPrice", gasLimit, gasPrice);
    expiresAt = Checks.micros("expiresAt", expiresAt);
  }

  /** A builder with nothing set. */
  public static ReserveSponsorshipRequestBuilder builder() {
    return ReserveSponsorshipRequestBuilder.builder();
  }

  /** What is reserved: all the gas it may take at the highest price, exactly. */
  public BigInteger amount() {
    return gasPrice.multiply(BigInteger.valueOf(gasLimit));
  }
}
