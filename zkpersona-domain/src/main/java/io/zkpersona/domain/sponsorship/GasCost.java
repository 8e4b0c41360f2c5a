package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction took on chain, as its receipt says. Immutable and thread-safe.
 *
 * @param gasUsed how much gas, 0 or more
 * @param effectiveGasPrice what a unit of it did cost, 0 or more, in the network's smallest unit;
 *     null if it was the price that was reserved
 */
public record GasCost(long gasUsed, @Nullable BigInteger effectiveGasPrice) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if one is negative, or the price or the cost has more than 78
   *     digits
   */
  public GasCost {
    Checks.atLeast("gasUsed", gasUsed, 0);
    if (effectiveGasPrice != null) {
      SponsorshipRules.amount("effectiveGasPrice", effectiveGasPrice);
      SponsorshipRules.cost("effectiveGasPrice", gasUsed, effectiveGasPrice);
    }
  }

  /** Gas at the price that was reserved. */
  public static GasCost of(long gasUsed) {
    return new GasCost(gasUsed, null);
  }
}
