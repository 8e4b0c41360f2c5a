package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.jmh.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Computes medians and ratios over the rounds. */
public final class Ratios {

  /**
   * Factor for the standard error of a median of n values: this factor times the median absolute
   * deviation, divided by the square root of n, for normally distributed values. The median
   * absolute deviation is 1 / 1.4826 of the standard deviation, and the standard error of a median
   * is 1.2533 times that of a mean.
   */
  private static final double ERROR_OF_A_MEDIAN = 1.4826 * 1.2533;

  private final List<Sample> samples;

  /** Creates ratios of the samples of a run. */
  public Ratios(List<Sample> samples) {
    this.samples = List.copyOf(samples);
  }

  /**
   * Returns the ratio of a candidate's time to that of raw JDBC in the same round; empty if it did
   * not participate.
   */
  public OptionalDouble ratio(String measurement, Candidates candidate) {
    return ratio(measurement, candidate, Candidates.RAW, Sample::micros);
  }

  /**
   * Returns the ratio of one candidate's figure to another's in the same round; empty if either did
   * not participate.
   */
  public OptionalDouble ratio(
      String measurement, Candidates candidate, Candidates base, ToDoubleFunction<Sample> figure) {
    return ratio(measurement, candidate, measurement, base, figure);
  }

  /**
   * Returns the ratio of one candidate's figure to another's at another line, in rounds in which
   * both participated.
   */
  public OptionalDouble ratio(
      String measurement,
      Candidates candidate,
      String other,
      Candidates base,
      ToDoubleFunction<Sample> figure) {
    return median(ratios(measurement, candidate, other, base, figure));
  }

  /** Returns the number of rounds in which both candidates participated. */
  public int shared(String measurement, Candidates candidate, String other, Candidates base) {
    return ratios(measurement, candidate, other, base, Sample::micros).length;
  }

  private double[] ratios(
      String measurement,
      Candidates candidate,
      String otherMeasurement,
      Candidates base,
      ToDoubleFunction<Sample> figure) {
    return of(measurement, candidate).stream()
        .mapToDouble(
            sample ->
                of(otherMeasurement, base).stream()
                    .filter(other -> other.round() == sample.round())
                    .mapToDouble(
                        other -> figure.applyAsDouble(sample) / figure.applyAsDouble(other))
                    .findFirst()
                    .orElse(Double.NaN))
        .filter(ratio -> !Double.isNaN(ratio))
        .toArray();
  }

  /** Returns a candidate's median figure; empty if it did not participate. */
  public OptionalDouble median(
      String measurement, Candidates candidate, ToDoubleFunction<Sample> figure) {
    return median(of(measurement, candidate).stream().mapToDouble(figure).toArray());
  }

  /** Returns the number of a candidate's turns. */
  public int turns(String measurement, Candidates candidate) {
    return of(measurement, candidate).size();
  }

  /**
   * Returns the relative deviation of raw JDBC from itself, which a significant difference must
   * exceed. It is the larger of two values: the deviation of the median of all rounds from 1, and
   * the standard error of a median of the given number of rounds, so that a median close to 1 by
   * chance does not hide the noise.
   *
   * @param rounds the number of rounds of the median to be judged
   */
  public double noise(String measurement, int rounds) {
    double[] again =
        ratios(measurement, Candidates.RAW_AGAIN, measurement, Candidates.RAW, Sample::micros);
    if (again.length == 0) {
      return 0;
    }
    double middle = median(again).orElse(1);
    double scatter =
        median(Arrays.stream(again).map(ratio -> Math.abs(ratio - middle)).toArray()).orElse(0);
    return Math.max(
        Math.max(middle, 1 / middle) - 1, ERROR_OF_A_MEDIAN * scatter / Math.sqrt(rounds));
  }

  private List<Sample> of(String measurement, Candidates candidate) {
    return samples.stream()
        .filter(sample -> sample.measurement().equals(measurement))
        .filter(sample -> sample.candidate() == candidate)
        .toList();
  }

  /** Returns the median of figures; empty if there are none. */
  public static OptionalDouble median(double[] values) {
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
