package io.zkpersona.domain.page;

import io.zkpersona.domain.error.InvalidCursorException;
import org.jspecify.annotations.Nullable;

/**
 * A place in a sorted result, to go on reading from. Opaque: made by a slice, to be handed back
 * unchanged with the same filter, sort column and direction. Immutable and thread-safe.
 *
 * @param value the text, 1 to 1,000 characters that need no escaping in a URL: letters and digits
 *     of ASCII, and {@code - _ . ~}
 */
public record Cursor(String value) {
  private static final int MAX_LENGTH = 1_000;

  /**
   * Checks the form of the text; whether it is one of ours is seen when it is used.
   *
   * @throws InvalidCursorException if the text is null, empty, too long or holds another character
   */
  public Cursor {
    check(value);
  }

  private static void check(@Nullable String value) {
    if (value == null) {
      throw new InvalidCursorException("null (expected: a cursor as given by a slice)");
    }
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new InvalidCursorException(
          value.length() + " characters (expected: 1.." + MAX_LENGTH + ")");
    }
    if (!value.chars().allMatch(Cursor::isUrlSafe)) {
      throw new InvalidCursorException(
          "a character that is not URL-safe (expected: a cursor as given by a slice)");
    }
  }

  private static boolean isUrlSafe(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.~".indexOf(c) >= 0;
  }

  /** The length only: a cursor carries values of the rows it lies between. */
  @Override
  public String toString() {
    return "Cursor[" + value.length() + " characters]";
  }
}
