package io.zkpersona.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Sample;
import io.zkpersona.benchmarks.jmh.Target;
import io.zkpersona.benchmarks.report.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Verdicts computed from the times of a few rounds. */
class VerdictsTest {

  private static final String LINE = "a line";
  private static final String OTHER = "another line";

  /** Times of raw JDBC and its repeat; the median absolute deviation of their ratios is a tenth. */
  private static final double[] RAW = {100, 200, 100, 400, 100};

  private static final double[] AGAIN = {80, 180, 100, 440, 120};

  private final List<Sample> samples = new ArrayList<>();

  private void took(String line, Candidates candidate, double... micros) {
    for (int i = 0; i < micros.length; i++) {
      if (micros[i] > 0) {
        samples.add(new Sample(line, candidate, i + 1, micros[i], 0, 0));
      }
    }
  }

  private void rawTookTwice() {
    took(LINE, Candidates.RAW, RAW);
    took(LINE, Candidates.RAW_AGAIN, AGAIN);
  }

  private void oursTookAsLongAsRaw() {
    rawTookTwice();
    took(LINE, Candidates.ZK_PERSONA, RAW);
  }

  private static Measurement line(String label, Target... targets) {
    return new Measurement(
        label,
        List.of(
            Candidates.RAW,
            Candidates.RAW_AGAIN,
            Candidates.ZK_PERSONA,
            Candidates.MYBATIS,
            Candidates.JDBI),
        Candidates.ZK_PERSONA,
        "A.method",
        Map.of(),
        1,
        Measurement.Cost.REPEATED,
        Arrays.asList(targets));
  }

  private static Target target(Target.Kind kind, Candidates than, String line, double limit) {
    return new Target(kind, than, line, limit);
  }

  private List<Verdict> verdicts(Measurement line) {
    return new Verdicts(new Ratios(samples)).of(line);
  }

  @Test
  void onlyRoundsThatBothTookPartInAreCompared() {
    took(LINE, Candidates.RAW, RAW);
    took(LINE, Candidates.ZK_PERSONA, 100, 100, 100, 200, 100);
    took(LINE, Candidates.MYBATIS, 0, 300, 0, 600, 0);

    Ratios ratios = new Ratios(samples);

    assertThat(ratios.ratio(LINE, Candidates.MYBATIS)).hasValue(1.5);
    assertThat(
            ratios
                .ratio(LINE, Candidates.ZK_PERSONA, Candidates.MYBATIS, Sample::micros)
                .orElseThrow())
        .isCloseTo(1 / 3.0, within(1e-9));
    assertThat(ratios.shared(LINE, Candidates.ZK_PERSONA, LINE, Candidates.MYBATIS)).isEqualTo(2);
    assertThat(ratios.ratio(LINE, Candidates.JDBI)).isEmpty();
  }

  @Test
  void theNoiseOfAMedianIsLessTheMoreRoundsItIsOf() {
    rawTookTwice();

    Ratios ratios = new Ratios(samples);

    assertThat(ratios.noise(LINE, 1)).isCloseTo(0.186, within(0.001));
    assertThat(ratios.noise(LINE, 4)).isCloseTo(0.093, within(0.001));
    assertThat(ratios.noise(OTHER, 4)).isZero();
  }

  /** Two of three medians of normally distributed figures are that close to the true value. */
  @Test
  void theNoiseIsTheStandardErrorOfAMedian() {
    Random random = new Random(11);
    int rounds = 9;
    int close = 0;
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      double[] again = ratios(random, 101);
      samples.clear();
      took(LINE, Candidates.RAW, IntStream.range(0, 101).mapToDouble(i -> 1).toArray());
      took(LINE, Candidates.RAW_AGAIN, again);
      double median = Ratios.median(ratios(random, rounds)).orElseThrow();
      if (Math.abs(median - 1) <= new Ratios(samples).noise(LINE, rounds)) {
        close++;
      }
    }
    assertThat(close / (double) runs).isBetween(0.62, 0.76);
  }

  private static double[] ratios(Random random, int count) {
    return IntStream.range(0, count).mapToDouble(i -> 1 + 0.05 * random.nextGaussian()).toArray();
  }

  @Test
  void aPeerIsAheadByMoreThanTheNoiseOfTheRoundsItHad() {
    oursTookAsLongAsRaw();
    took(LINE, Candidates.MYBATIS, 0, 178, 0, 0, 0);
    took(LINE, Candidates.JDBI, 89, 178, 89, 356, 0);

    assertThat(verdicts(line(LINE, target(Target.Kind.NONE_AHEAD, Candidates.RAW, "", 1))))
        .containsExactly(new Verdict(LINE, "none ahead", "Jdbi 0.89 of its time", "missed"));
  }

  @Test
  void whereNoPeerTookPartNothingIsSaidOfThem() {
    took(LINE, Candidates.RAW, RAW);
    took(LINE, Candidates.ZK_PERSONA, RAW);

    assertThat(
            verdicts(
                line(
                    LINE,
                    target(Target.Kind.NONE_AHEAD, Candidates.RAW, "", 1),
                    target(Target.Kind.AHEAD, Candidates.MYBATIS, "", 1.3))))
        .isEmpty();
  }

  @Test
  void aTargetIsMetMissedOrMissedWithinTheNoise() {
    oursTookAsLongAsRaw();

    assertThat(
            verdicts(
                line(
                    LINE,
                    target(Target.Kind.TIME, Candidates.RAW, "", 1),
                    target(Target.Kind.TIME, Candidates.RAW, "", 0.95),
                    target(Target.Kind.TIME, Candidates.RAW, "", 0.9))))
        .extracting(Verdict::verdict)
        .containsExactly("met", "missed, within noise", "missed");
  }

  @Test
  void linesAreComparedRoundByRound() {
    took(OTHER, Candidates.RAW, 1_000, 2_000, 1_000);
    took(LINE, Candidates.ZK_PERSONA, 100, 200, 100, 1_000, 1_000, 1_000, 1_000);

    assertThat(verdicts(line(LINE, target(Target.Kind.TIME, Candidates.RAW, OTHER, 0.1))))
        .containsExactly(new Verdict(LINE, "≤ 0.1 of raw JDBC at “another line”", "0.10", "met"));
  }
}
