package io.zkpersona.domain.validation;

import io.zkpersona.domain.error.FieldViolation;
import io.zkpersona.domain.error.ValidationException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks for single values. Each method returns the value in the form to be kept, or throws a
 * {@link ValidationException} that names the field and the rule and never reveals the value of a
 * text.
 */
public final class Checks {
  // The range of timestamptz, in whole years of both calendars used with it.
  private static final Instant MIN_INSTANT = Instant.parse("-4712-01-01T00:00:00Z");
  private static final Instant MAX_INSTANT = Instant.parse("+294275-12-31T23:59:59.999999Z");

  private Checks() {}

  /** Returns the value if it is not null. */
  public static <T> T notNull(String field, @Nullable T value) {
    if (value == null) {
      throw new ValidationException(field, "null (expected: a value)");
    }
    return value;
  }

  /**
   * Returns a text without NUL and lone surrogates, and with a length in code points within the
   * bounds.
   */
  public static String text(
      String field, @Nullable String value, int minCodePoints, int maxCodePoints) {
    String text = notNull(field, value);
    int length = text.codePointCount(0, text.length());
    if (length < minCodePoints || length > maxCodePoints) {
      throw new ValidationException(
          field,
          length + " characters (expected: " + lengthRule(minCodePoints, maxCodePoints) + ")");
    }
    return wellFormed(field, text);
  }

  /** Returns null for null; otherwise checks like {@link #text}. */
  public static @Nullable String nullableText(
      String field, @Nullable String value, int minCodePoints, int maxCodePoints) {
    return value == null ? null : text(field, value, minCodePoints, maxCodePoints);
  }

  private static String lengthRule(int min, int max) {
    return min == 0 ? "at most " + max : min + ".." + max;
  }

  /** Returns a text of any length without NUL and lone surrogates. */
  public static String wellFormed(String field, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        throw new ValidationException(
            field, "NUL at character " + i + " (expected: text without it)");
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          throw new ValidationException(
              field, "a lone surrogate at character " + i + " (expected: well-formed Unicode)");
        }
        i++;
      }
    }
    return value;
  }

  /**
   * Returns a number within the bounds, both inclusive, that {@code numeric(precision, scale)} can
   * hold without rounding.
   *
   * @return the same number with exactly {@code scale} decimals
   */
  public static BigDecimal decimal(
      String field,
      @Nullable BigDecimal value,
      int precision,
      int scale,
      BigDecimal min,
      BigDecimal max) {
    BigDecimal number = notNull(field, value);
    if (number.compareTo(min) < 0) {
      throw new ValidationException(field, "below " + plain(min) + bounds(min, max));
    }
    if (number.compareTo(max) > 0) {
      throw new ValidationException(field, "above " + plain(max) + bounds(min, max));
    }
    return decimal(field, number, precision, scale);
  }

  /**
   * Returns a number of either sign that {@code numeric(precision, scale)} can hold without
   * rounding, with exactly {@code scale} decimals.
   */
  public static BigDecimal decimal(
      String field, @Nullable BigDecimal value, int precision, int scale) {
    BigDecimal number = notNull(field, value);
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    if (stripped.scale() > scale) {
      throw new ValidationException(
          field, stripped.scale() + " decimals (expected: at most " + scale + ")");
    }
    // Digits before the point. A long, because a number like 1e2147483647 has an extreme scale.
    long whole = (long) stripped.precision() - stripped.scale();
    if (stripped.signum() != 0 && whole > precision - scale) {
      throw new ValidationException(
          field,
          whole
              + " digits before the decimal point (expected: at most "
              + (precision - scale)
              + ")");
    }
    return stripped.setScale(scale, RoundingMode.UNNECESSARY);
  }

  /** Returns a fraction from 0 to 1 that {@code numeric(5, 4)} can hold without rounding. */
  public static BigDecimal fraction(String field, @Nullable BigDecimal value) {
    return decimal(field, value, 5, 4, BigDecimal.ZERO, BigDecimal.ONE);
  }

  private static String bounds(BigDecimal min, BigDecimal max) {
    return " (expected: " + plain(min) + ".." + plain(max) + ")";
  }

  private static String plain(BigDecimal bound) {
    return bound.stripTrailingZeros().toPlainString();
  }

  /** Returns an integer within the bounds, both inclusive. */
  public static int range(String field, int value, int min, int max) {
    return (int) range(field, (long) value, min, max);
  }

  /** Returns an integer within the bounds, both inclusive. */
  public static long range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new ValidationException(field, value + " (expected: " + min + ".." + max + ")");
    }
    return value;
  }

  /** Returns an integer that is at least {@code min}. */
  public static int atLeast(String field, int value, int min) {
    return (int) atLeast(field, (long) value, min);
  }

  /** Returns an integer that is at least {@code min}. */
  public static long atLeast(String field, long value, long min) {
    if (value < min) {
      throw new ValidationException(field, value + " (expected: at least " + min + ")");
    }
    return value;
  }

  /**
   * Returns an instant that {@code timestamptz} can hold.
   *
   * @return the same instant, truncated (not rounded) to microseconds
   */
  public static Instant micros(String field, @Nullable Instant value) {
    Instant cut = notNull(field, value).truncatedTo(ChronoUnit.MICROS);
    if (cut.isBefore(MIN_INSTANT) || cut.isAfter(MAX_INSTANT)) {
      throw new ValidationException(
          field, "an instant that the database can't hold (expected: years -4712..294275)");
    }
    return cut;
  }

  /** Returns null for null; otherwise checks like {@link #micros}. */
  public static @Nullable Instant nullableMicros(String field, @Nullable Instant value) {
    return value == null ? null : micros(field, value);
  }

  /** Checks that one instant is not before another, if both are given. */
  public static void notBefore(
      String field, @Nullable Instant later, String earlierField, @Nullable Instant earlier) {
    if (later != null && earlier != null && later.isBefore(earlier)) {
      throw new ValidationException(field, "before " + earlierField + " (expected: not before it)");
    }
  }

  /** Checks that one instant is after another, if both are given. */
  public static void after(
      String field, @Nullable Instant later, String earlierField, @Nullable Instant earlier) {
    if (later != null && earlier != null && !later.isAfter(earlier)) {
      throw new ValidationException(
          field, "not after " + earlierField + " (expected: later than it)");
    }
  }

  /** Checks that the start of a range is not above its end, if both are given. */
  public static <T extends Comparable<? super T>> void ordered(
      String startField, @Nullable T start, String endField, @Nullable T end) {
    if (start != null && end != null && start.compareTo(end) > 0) {
      throw new ValidationException(
          List.of(
              new FieldViolation(startField, "above " + endField + " (expected: at most that)"),
              new FieldViolation(endField, "below " + startField + " (expected: at least that)")));
    }
  }
}
