package io.zkpersona.benchmarks.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Formats figures for tables. */
public final class Numbers {

  /** The placeholder for a missing figure. */
  public static final String NONE = "–";

  private Numbers() {}

  /** Formats a ratio, or the placeholder. */
  public static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? ratio(ratio.getAsDouble()) : NONE;
  }

  /** Formats a ratio with its significant digits. */
  public static String ratio(double ratio) {
    if (Double.isNaN(ratio)) {
      return NONE;
    }
    return format(ratio >= 100 ? "%,.0f" : ratio < 0.1 ? "%.4f" : "%.2f", ratio);
  }

  /** Formats a whole number, or the placeholder. */
  public static String whole(OptionalDouble value) {
    return value.isPresent() && !Double.isNaN(value.getAsDouble())
        ? format("%,.0f", value.getAsDouble())
        : NONE;
  }

  /** Formats a time in a suitable unit, or the placeholder. */
  public static String time(OptionalDouble micros) {
    return micros.isPresent() ? time(micros.getAsDouble()) : NONE;
  }

  /** Formats a time in a suitable unit. */
  public static String time(double micros) {
    return micros < 1_000
        ? format("%.0f µs", micros)
        : micros < 1_000_000 ? format("%.1f ms", micros / 1e3) : format("%.2f s", micros / 1e6);
  }

  /** Formats a number without unnecessary digits. */
  static String plain(double value) {
    return value == Math.rint(value) ? format("%.0f", value) : Double.toString(value);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
