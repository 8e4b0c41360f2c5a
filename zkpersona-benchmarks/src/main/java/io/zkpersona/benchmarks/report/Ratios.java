package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.jmh.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Medians over the rounds. */
public final class Ratios {

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
    return median(
        of(measurement, candidate).stream()
            .mapToDouble(
                sample ->
                    of(measurement, base).stream()
                        .filter(other -> other.round() == sample.round())
                        .mapToDouble(
                            other -> figure.applyAsDouble(sample) / figure.applyAsDouble(other))
                        .findFirst()
                        .orElse(Double.NaN))
            .filter(ratio -> !Double.isNaN(ratio))
            .toArray());
  }

  /** A candidate's figure; empty if it took no part. */
  public OptionalDouble median(
      String measurement, Candidates candidate, ToDoubleFunction<Sample> figure) {
    return median(of(measurement, candidate).stream().mapToDouble(figure).toArray());
  }

  /** How far raw JDBC is from itself: what a difference must exceed to mean something. */
  public double noise(String measurement) {
    double again = ratio(measurement, Candidates.RAW_AGAIN).orElse(1);
    return Math.max(again, 1 / again) - 1;
  }

  private List<Sample> of(String measurement, Candidates candidate) {
    return samples.stream()
        .filter(sample -> sample.measurement().equals(measurement))
        .filter(sample -> sample.candidate() == candidate)
        .toList();
  }

  static OptionalDouble median(double[] values) {
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
