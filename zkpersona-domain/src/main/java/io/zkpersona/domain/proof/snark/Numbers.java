package io.zkpersona.domain.proof.snark;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.math.BigInteger;

/**
 * Reads whole numbers in every unambiguous notation: strings of decimal digits or of 0x and
 * hexadecimal digits, with or without leading zeros, and JSON numbers, which are read exactly
 * regardless of their number of digits.
 */
final class Numbers {
  /** Allows for leading zeros beyond any practical use. */
  private static final int MAX_CHARACTERS = 1_000;

  private Numbers() {}

  /** Reads a number of 0 or more. */
  static BigInteger read(String path, Json value) {
    if (value.isString()) {
      return ofText(path, value.string().strip());
    }
    char first = value.text().strip().charAt(0);
    if (first != '-' && !isDigit(first)) {
      throw noNumber(path);
    }
    // The canonical form has no decimal point and no trailing zeros, but a power of ten.
    String canonical = value.canonicalText();
    int e = canonical.indexOf('e');
    if (e < 0) {
      return ofText(path, canonical);
    }
    String digits = canonical.substring(0, e);
    String exponent = canonical.substring(e + 1);
    if (exponent.startsWith("-") || exponent.length() > 3) {
      throw noNumber(path);
    }
    return ofText(path, digits + "0".repeat(Integer.parseInt(exponent)));
  }

  /** Parses a number of 0 or more without a sign. */
  static BigInteger ofText(String path, String text) {
    boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
    int start = hexadecimal ? 2 : 0;
    if (text.length() <= start || text.length() > MAX_CHARACTERS) {
      throw noNumber(path);
    }
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && !(hexadecimal && ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'))) {
        throw noNumber(path);
      }
    }
    return new BigInteger(text.substring(start), hexadecimal ? 16 : 10);
  }

  /** Reduces a number to a field element; the number may exceed the modulus. */
  static BigInteger element(String path, BigInteger number, PrimeField field) {
    if (number.bitLength() > field.bits()) {
      throw new ValidationException(
          path, "too large (expected: a number of at most " + field.bits() + " bits)");
    }
    return number.mod(field.modulus());
  }

  /** Reads a whole number from {@code min} to {@code max}. */
  static int count(String path, Json value, int min, int max) {
    BigInteger number = read(path, value);
    if (number.compareTo(BigInteger.valueOf(min)) < 0
        || number.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new ValidationException(
          path, "out of range (expected: a whole number from " + min + " to " + max + ")");
    }
    return number.intValueExact();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static ValidationException noNumber(String path) {
    return new ValidationException(
        path,
        "not a whole number of 0 or more (expected: a string of decimal digits, or of 0x and"
            + " hexadecimal digits, or a JSON number)");
  }
}
