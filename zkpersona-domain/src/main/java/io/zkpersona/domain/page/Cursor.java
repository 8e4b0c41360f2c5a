package io.zkpersona.domain.page;

import io.zkpersona.domain.error.InvalidCursorException;
import org.jspecify.annotations.Nullable;

/**
 * An opaque position in a sorted result, from which reading continues. A slice creates it; pass it
 * back unchanged with the same filter, sort column and direction. Immutable and thread-safe.
 *
 * @param value the text, 1 to 1,000 characters that need no escaping in a URL: ASCII letters and
 *     digits, and {@code - _ . ~}
 */
public record Cursor(String value) {
  private static final int MAX_LENGTH = 1_000;

  /**
   * Checks the format only. A repository detects a foreign or altered cursor when it reads with it.
   *
   * @throws InvalidCursorException if the text is null, empty, longer than 1,000 characters or
   *     contains any other character
   */
  public Cursor {
    check(value);
  }

  private static void check(@Nullable String value) {
    if (value == null) {
      throw new InvalidCursorException("null (expected: a cursor from a slice)");
    }
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new InvalidCursorException(
          value.length() + " characters (expected: 1.." + MAX_LENGTH + ")");
    }
    if (!value.chars().allMatch(Cursor::isUrlSafe)) {
      throw new InvalidCursorException(
          "a character that is not URL-safe (expected: a cursor from a slice)");
    }
  }

  private static boolean isUrlSafe(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.~".indexOf(c) >= 0;
  }

  /** Returns only the length, because a cursor contains values of the rows it lies between. */
  @Override
  public String toString() {
    return "Cursor[" + value.length() + " characters]";
  }
}
