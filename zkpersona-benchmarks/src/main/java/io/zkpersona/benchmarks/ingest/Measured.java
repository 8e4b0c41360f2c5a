package io.zkpersona.benchmarks.ingest;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The times of one load.
 *
 * @param load the name of the load
 * @param way the implementation
 * @param rows the number of rows in the source
 * @param nanos the time of each turn in nanoseconds
 */
public record Measured(String load, Way way, int rows, List<Long> nanos) {

  private static final String TAB = "\t";

  /** Copies the times. */
  public Measured {
    nanos = List.copyOf(nanos);
  }

  /** Formats the times as one line for another process. */
  String line() {
    return String.join(
        TAB,
        load,
        way.name(),
        Integer.toString(rows),
        nanos.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** Parses a line from another process. */
  public static Measured parse(String line) {
    String[] parts = line.split(TAB, -1);
    return new Measured(
        parts[0],
        Way.valueOf(parts[1]),
        Integer.parseInt(parts[2]),
        Stream.of(parts[3].split(",", -1)).map(Long::valueOf).toList());
  }
}
