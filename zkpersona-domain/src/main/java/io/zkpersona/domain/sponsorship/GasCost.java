package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The gas cost of a transaction, as stated in its receipt. Immutable and thread-safe.
 *
 * @param gasUsed the units of gas used, 0 or more
 * @param effectiveGasPrice the actual price per unit of gas, 0 or more, in the network's smallest
 *     unit; null if it was the reserved price
 */
public record GasCost(long gasUsed, @Nullable BigInteger effectiveGasPrice) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is negative, or the price or the cost has more than 78
   *     digits
   */
  public GasCost {
    Checks.atLeast("gasUsed", gasUsed, 0);
    if (effectiveGasPrice != null) {
      SponsorshipRules.amount("effectiveGasPrice", effectiveGasPrice);
      SponsorshipRules.cost("effectiveGasPrice", gasUsed, effectiveGasPrice);
    }
  }

  /** Returns the cost of gas at the reserved price. */
  public static GasCost of(long gasUsed) {
    return new GasCost(gasUsed, null);
  }
}
