package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The rules for the values of sponsors and sponsored transactions. */
final class SponsorshipRules {
  private static final int MAX_DIGITS = 78;
  private static final BigInteger TOO_LARGE = BigInteger.TEN.pow(MAX_DIGITS);
  private static final int MAX_NAME = 100;
  private static final int MAX_NETWORK = 50;
  private static final int MAX_REASON = 500;

  private SponsorshipRules() {}

  static String name(@Nullable String name) {
    return Checks.text("name", name, 1, MAX_NAME);
  }

  static String network(@Nullable String network) {
    return Checks.text("blockchainNetwork", network, 1, MAX_NETWORK);
  }

  /** Checks and normalizes a new name; old rows may contain other names. */
  static String newName(@Nullable String name) {
    return Names.name("name", name, 1, MAX_NAME);
  }

  /** Checks and normalizes a new network; old rows may contain other networks. */
  static String newNetwork(@Nullable String network) {
    return Names.name("blockchainNetwork", network, 1, MAX_NETWORK);
  }

  static void checkNewName(String name) {
    Names.checkNew("name", name, 1, MAX_NAME);
  }

  static void checkNewNetwork(String network) {
    Names.checkNew("blockchainNetwork", network, 1, MAX_NETWORK);
  }

  static @Nullable String failureReason(@Nullable String reason) {
    return Checks.nullableText("failureReason", reason, 0, MAX_REASON);
  }

  static long gasLimit(long gasLimit) {
    return Checks.atLeast("gasLimit", gasLimit, 1);
  }

  /** Checks an amount in the network's smallest unit; every 256-bit value fits. */
  static BigInteger amount(String field, @Nullable BigInteger amount) {
    BigInteger given = Checks.notNull(field, amount);
    if (given.signum() < 0) {
      throw new ValidationException(field, "below 0 (expected: 0 or more)");
    }
    if (given.compareTo(TOO_LARGE) >= 0) {
      throw new ValidationException(
          field, "too large (expected: at most " + MAX_DIGITS + " digits)");
    }
    return given;
  }

  static @Nullable BigInteger nullableAmount(String field, @Nullable BigInteger amount) {
    return amount == null ? null : amount(field, amount);
  }

  /** Returns the cost of gas; an error names the price's field. */
  static BigInteger cost(String priceField, long gas, BigInteger price) {
    return amount(priceField, price.multiply(BigInteger.valueOf(gas)));
  }
}
