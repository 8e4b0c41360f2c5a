package io.zkpersona.domain.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A number, exactly and independent of its spelling: the digits from the first to the last that is
 * not zero, and the power of ten of the last. Never expanded, so that {@code 1e131071} costs no
 * more than {@code 1}.
 *
 * @param negative whether it is below zero
 * @param digits the significant digits; {@code 0} for zero
 * @param exponent the power of ten they are multiplied with; 0 for zero
 */
record JsonNumber(boolean negative, String digits, long exponent) {
  private static final int MAX_DIGITS_BEFORE_POINT = 131_072;
  private static final int MAX_DIGITS_AFTER_POINT = 16_383;

  /** From here on PostgreSQL refuses an exponent, even that of zero. */
  private static final int EXPONENT_BOUND = Integer.MAX_VALUE / 2;

  private static final JsonNumber ZERO = new JsonNumber(false, "0", 0);

  /** Whether {@code numeric} holds the number that the parser stands at. */
  static boolean fits(JsonParser parser, JsonToken token) throws IOException {
    return (token == JsonToken.VALUE_NUMBER_INT
            && parser.getTextLength() <= MAX_DIGITS_BEFORE_POINT)
        || read(parser.getText()) != null;
  }

  /**
   * Reads a number.
   *
   * @param text a JSON number
   * @return null if {@code numeric} can't hold it
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
    // The power of ten of the last digit. What is after the point counts even if it is zeros.
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

  /** The exponent, or the bound if it is beyond. */
  private static long exponent(String text, int at) {
    boolean negative = text.charAt(at) == '-';
    long value = 0;
    for (int i = negative || text.charAt(at) == '+' ? at + 1 : at; i < text.length(); i++) {
      value = Math.min(value * 10 + (text.charAt(i) - '0'), EXPONENT_BOUND);
    }
    return negative ? -value : value;
  }
}
