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
 * The values for reserving the cost of a transaction. Immutable and thread-safe.
 *
 * @param sponsorId the paying sponsor
 * @param userId the sponsored user; null (the default) if unknown
 * @param gasLimit the most units of gas that the transaction may use, 1 or more
 * @param gasPrice the highest price per unit of gas, 0 or more, in the network's smallest unit
 * @param expiresAt the time at which the reservation expires unless the transaction was submitted,
 *     truncated to microseconds
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
   * @throws ValidationException if a value is missing or out of range, or the price or the cost has
   *     more than 78 digits
   */
  public ReserveSponsorshipRequest {
    Checks.notNull("sponsorId", sponsorId);
    SponsorshipRules.gasLimit(gasLimit);
    SponsorshipRules.amount("gasPrice", gasPrice);
    SponsorshipRules.cost("gasPrice", gasLimit, gasPrice);
    expiresAt = Checks.micros("expiresAt", expiresAt);
  }

  /** Returns a builder with nothing set. */
  public static ReserveSponsorshipRequestBuilder builder() {
    return ReserveSponsorshipRequestBuilder.builder();
  }

  /** Returns the exact amount to reserve: the gas limit multiplied by the price. */
  public BigInteger amount() {
    return gasPrice.multiply(BigInteger.valueOf(gasLimit));
  }
}
