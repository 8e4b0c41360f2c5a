package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.ValidationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rejects null and out-of-range arguments by name before anything is sent. */
public final class Required {

  private static final String RULE = "null (expected: a value)";
  // The range of timestamptz, as in the domain's rule.
  private static final Instant MIN_INSTANT = Instant.parse("-4712-01-01T00:00:00Z");
  private static final Instant MAX_INSTANT = Instant.parse("+294275-12-31T23:59:59.999999Z");

  private Required() {}

  public static <T> T argument(String name, @Nullable T value) {
    if (value == null) {
      throw new ValidationException(name, RULE);
    }
    return value;
  }

  /**
   * Returns an instant in the range of {@code timestamptz}, truncated to microseconds (the driver
   * would round it).
   */
  public static Instant instant(String name, @Nullable Instant value) {
    Instant cut = argument(name, value).truncatedTo(ChronoUnit.MICROS);
    if (cut.isBefore(MIN_INSTANT) || cut.isAfter(MAX_INSTANT)) {
      throw new ValidationException(
          name, "an instant that the database can't hold (expected: years -4712..294275)");
    }
    return cut;
  }

  /** Returns a duration within the inclusive bounds, truncated to microseconds. */
  public static Duration duration(
      String name, @Nullable Duration value, Duration min, Duration max) {
    Duration given = argument(name, value);
    if (given.compareTo(min) < 0 || given.compareTo(max) > 0) {
      throw new ValidationException(name, given + " (expected: " + min + ".." + max + ")");
    }
    return given.truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns a text that the database can store, of limited length. */
  public static String text(String name, @Nullable String value, int maxCodePoints) {
    String text = argument(name, value);
    int length = text.codePointCount(0, text.length());
    if (length > maxCodePoints) {
      throw new ValidationException(
          name, length + " characters (expected: at most " + maxCodePoints + ")");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text) || text.indexOf(0) >= 0) {
      throw new ValidationException(
          name, "NUL or a lone surrogate (expected: well-formed Unicode without NUL)");
    }
    return text;
  }

  /** Returns a number of rows, 1 to {@code max}. */
  public static int rows(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new ValidationException(name, value + " (expected: 1.." + max + ")");
    }
    return value;
  }

  /** Returns a copy of a collection without null elements. */
  public static <T> List<T> elements(
      String name, @Nullable Collection<? extends @Nullable T> values) {
    Collection<? extends @Nullable T> given = argument(name, values);
    List<T> copy = new ArrayList<>(given.size());
    for (@Nullable T value : given) {
      if (value == null) {
        throw RowErrors.at(new ValidationException(name, RULE), copy.size());
      }
      copy.add(value);
    }
    return copy;
  }
}
