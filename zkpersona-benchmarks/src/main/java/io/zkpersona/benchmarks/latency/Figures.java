package io.zkpersona.benchmarks.latency;

import io.zkpersona.benchmarks.lifecycle.Call;
import io.zkpersona.benchmarks.report.Ratios;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The figures of one kind of calls.
 *
 * @param call the kind
 * @param byHand those of plain JDBC, turn by turn
 * @param library those of this library, in the same turns
 */
public record Figures(Call call, List<Turn> byHand, List<Turn> library) {

  private static final double TARGET = 0.5;
  private static final int FEWEST_TRIPS = 3;

  /** Copies the turns. */
  public Figures {
    byHand = List.copyOf(byHand);
    library = List.copyOf(library);
  }

  /**
   * The means of a turn.
   *
   * @param micros the time of a call
   * @param trips its round trips
   */
  public record Turn(double micros, double trips) {}

  /** Returns the median of the ratios within a turn of the library's time to that by hand. */
  public double ratio() {
    return median(
        IntStream.range(0, library.size())
            .mapToDouble(turn -> library.get(turn).micros() / byHand.get(turn).micros())
            .toArray());
  }

  /** Returns the median of times of a call in microseconds. */
  public static double micros(List<Turn> turns) {
    return median(turns.stream().mapToDouble(Turn::micros).toArray());
  }

  /** Returns the median of numbers of round trips of a call. */
  public static double trips(List<Turn> turns) {
    return median(turns.stream().mapToDouble(Turn::trips).toArray());
  }

  private static double median(double[] values) {
    OptionalDouble median = Ratios.median(values);
    return median.orElseThrow();
  }

  /** Tells whether the target holds for these calls: plain JDBC takes three trips or more. */
  public boolean isTargeted() {
    return trips(byHand) >= FEWEST_TRIPS;
  }

  /** Tells whether the target is met. */
  public boolean isMet() {
    return ratio() <= TARGET;
  }
}
