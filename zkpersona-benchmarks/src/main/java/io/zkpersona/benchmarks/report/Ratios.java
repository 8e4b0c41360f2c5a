package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.jmh.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Medians over the rounds. */
public final class Ratios {

  /**
   * The standard error of a median of n is this times the median absolute deviation, through the
   * root of n, where figures scatter normally: that deviation is 1 / 1.4826 of the standard one,
   * and a median strays 1.2533 times as far as a mean.
   */
  private static final double ERROR_OF_A_MEDIAN = 1.4826 * 1.2533;

  private final List<Sample> samples;

  /** Of the samples of a run. */
  public Ratios(List<Sample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** A candidate's time to that of raw JDBC in the same round; empty if it took no part. */
  public OptionalDouble ratio(String measurement, Candidates candidate) {
    return ratio(measurement, candidate, Candidates.RAW, Sample::micros);
  }

  /** One candidate's figure to another's in the same round; empty if either took no part. */
  public OptionalDouble ratio(
      String measurement, Candidates candidate, Candidates base, ToDoubleFunction<Sample> figure) {
    return ratio(measurement, candidate, measurement, base, figure);
  }

  /** One candidate's figure to another's at another line, in rounds that both took part in. */
  public OptionalDouble ratio(
      String measurement,
      Candidates candidate,
      String other,
      Candidates base,
      ToDoubleFunction<Sample> figure) {
    return median(ratios(measurement, candidate, other, base, figure));
  }

  /** How many rounds two candidates shared. */
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

  /** A candidate's figure; empty if it took no part. */
  public OptionalDouble median(
      String measurement, Candidates candidate, ToDoubleFunction<Sample> figure) {
    return median(of(measurement, candidate).stream().mapToDouble(figure).toArray());
  }

  /** How many turns a candidate had. */
  public int turns(String measurement, Candidates candidate) {
    return of(measurement, candidate).size();
  }

  /**
   * How far raw JDBC is from itself, as a share: what a difference must exceed to mean something.
   * The larger of how far the median of all rounds is from 1, and of what the rounds' scatter lets
   * a median of some of them stray; so that a median that is right by luck does not hide it.
   *
   * @param rounds how many rounds the median is of that is judged
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

  /** The middle of some figures; empty if there are none. */
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
