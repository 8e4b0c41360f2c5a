package io.zkpersona.benchmarks.ingest;

import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * A source with 40 % duplicates: of five rows, three are new and two repeat random earlier ones.
 */
final class Repeats {

  private static final int PERIOD = 5;
  private static final int NEW = 3;
  private static final HexFormat HEX = HexFormat.of();

  private Repeats() {}

  /** Returns the number of distinct rows in a source whose length is a multiple of five. */
  static int different(int rows) {
    return rows / PERIOD * NEW;
  }

  /** Returns the number of the row at a position, 0 or more. */
  static int number(int position) {
    int before = position / PERIOD * NEW;
    int within = position % PERIOD;
    return within < NEW ? before + within : new SplittableRandom(position).nextInt(before + NEW);
  }

  /** Returns {@code 0x} and hexadecimal digits, at least 24, that resemble a hash of a number. */
  static String hash(long number, int digits) {
    return "0x"
        + HEX.toHexDigits(new SplittableRandom(number).nextLong())
        + "0".repeat(digits - 24)
        + HEX.toHexDigits((int) number);
  }
}
