package io.zkpersona.cli.transfer;

import java.util.Locale;

/** A file format. */
public enum Format {
  /** One JSON object in each line. */
  NDJSON,
  /** Comma-separated values with a header (RFC 4180). */
  CSV;

  /**
   * Returns the format that a file's name tells; NDJSON unless it ends with {@code .csv} or {@code
   * .csv.gz}.
   *
   * @param name the name
   */
  public static Format ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".csv") || lower.endsWith(".csv.gz") ? CSV : NDJSON;
  }

  /**
   * Tells whether a file's name ends with {@code .gz}.
   *
   * @param name the name
   */
  public static boolean isGzip(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".gz");
  }
}
