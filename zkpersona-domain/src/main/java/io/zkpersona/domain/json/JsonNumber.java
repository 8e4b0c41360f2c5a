package io.zkpersona.domain.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An exact number, independent of its notation: the significant digits without leading or trailing
 * zeros, and the power of ten of the last digit. It is never expanded, so {@code 1e131071} costs no
 * more than {@code 1}.
 *
 * @param negative whether the number is below zero
 * @param digits the significant digits; {@code 0} for zero
 * @param exponent the power of ten by which the digits are multiplied; 0 for zero
 */
record JsonNumber(boolean negative, String digits, long exponent) {
  private static final int MAX_DIGITS_BEFORE_POINT = 131_072;
  private static final int MAX_DIGITS_AFTER_POINT = 16_383;

  /** PostgreSQL rejects exponents from here up, even for zero. */
  private static final int EXPONENT_BOUND = Integer.MAX_VALUE / 2;

  private static final JsonNumber ZERO = new JsonNumber(false, "0", 0);

  /** Tells whether {@code numeric} can hold the parser's current number. */
  static boolean fits(JsonParser parser, JsonToken token) throws IOException {
    return (token == JsonToken.VALUE_NUMBER_INT
            && parser.getTextLength() <= MAX_DIGITS_BEFORE_POINT)
        || read(parser.getText()) != null;
  }

  /**
   * Parses a number.
   *
   * @param text a JSON number
   * @return null if {@code numeric} cannot hold it
   */
  static @Nullable JsonNumber read(String text) {
    int start = text.charAt(0) == '-' ? 1 : 0;
    int end = text.length();
    int point = -1;
    long exponent = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        point = i;
      } else if (c == 'e' || c == 'E') {
        exponent = exponent(text, i + 1);
        end = i;
      }
    }
    if (Math.abs(exponent) >= EXPONENT_BOUND) {
      return null;
    }
    String digits =
        point < 0
            ? text.substring(start, end)
            : text.substring(start, point) + text.substring(point + 1, end);
    // The power of ten of the last digit. Trailing zeros after the point count.
    long last = exponent - (point < 0 ? 0 : end - point - 1);
    if (-last > MAX_DIGITS_AFTER_POINT) {
      return null;
    }
    int from = 0;
    while (from < digits.length() && digits.charAt(from) == '0') {
      from++;
    }
    if (from == digits.length()) {
      return ZERO;
    }
    if (digits.length() - from + last > MAX_DIGITS_BEFORE_POINT) {
      return null;
    }
    int to = digits.length();
    while (digits.charAt(to - 1) == '0') {
      to--;
    }
    return new JsonNumber(start == 1, digits.substring(from, to), last + digits.length() - to);
  }

  /** Returns the exponent, clamped to the bound. */
  private static long exponent(String text, int at) {
    boolean negative = text.charAt(at) == '-';
    long value = 0;
    for (int i = negative || text.charAt(at) == '+' ? at + 1 : at; i < text.length(); i++) {
      value = Math.min(value * 10 + (text.charAt(i) - '0'), EXPONENT_BOUND);
    }
    return negative ? -value : value;
  }
}
