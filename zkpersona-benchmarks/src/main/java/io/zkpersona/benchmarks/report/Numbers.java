package io.zkpersona.benchmarks.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Figures as tables show them. */
public final class Numbers {

  /** Where there is no figure. */
  public static final String NONE = "–";

  private Numbers() {}

  /** A ratio, or none. */
  public static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? ratio(ratio.getAsDouble()) : NONE;
  }

  /** A ratio, with as many digits as mean something. */
  public static String ratio(double ratio) {
    if (Double.isNaN(ratio)) {
      return NONE;
    }
    return format(ratio >= 100 ? "%,.0f" : ratio < 0.1 ? "%.4f" : "%.2f", ratio);
  }

  /** A whole figure, or none. */
  public static String whole(OptionalDouble value) {
    return value.isPresent() && !Double.isNaN(value.getAsDouble())
        ? format("%,.0f", value.getAsDouble())
        : NONE;
  }

  /** A time in the unit that suits it, or none. */
  public static String time(OptionalDouble micros) {
    return micros.isPresent() ? time(micros.getAsDouble()) : NONE;
  }

  /** A time in the unit that suits it. */
  public static String time(double micros) {
    return micros < 1_000
        ? format("%.0f µs", micros)
        : micros < 1_000_000 ? format("%.1f ms", micros / 1e3) : format("%.2f s", micros / 1e6);
  }

  /** A number without needless digits. */
  static String plain(double value) {
    return value == Math.rint(value) ? format("%.0f", value) : Double.toString(value);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
