package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counts everything. Run by {@code exec:exec@short}. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AnalyticsBenchmark {

  /** Compares the figures with those of six plain queries before timing. */
  @State(Scope.Benchmark)
  public static class Check {

    /** Compares both results at the first turn. */
    @Setup
    public void compare(Subject subject) {
      BehaviorAnalyticsSummary expected =
          subject
              .run()
              .once(
                  "summary",
                  BehaviorAnalyticsSummary.class,
                  () -> subject.run().candidate(Candidates.RAW).analytics());
      Subject.require(
          subject
              .once(
                  "own summary",
                  BehaviorAnalyticsSummary.class,
                  () -> subject.candidate().analytics())
              .equals(expected),
          "the same figures as of plain queries");
    }
  }

  /** Computes the summary of the whole table. */
  @Benchmark
  public BehaviorAnalyticsSummary summary(Subject subject, Check checked) {
    BehaviorAnalyticsSummary summary = subject.candidate().analytics();
    Subject.require(summary.totalInputs() == subject.dataset().rows(), "every row counted");
    return summary;
  }

  /** Computes the summary of one user's rows. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public BehaviorAnalyticsSummary ofUser(Subject subject) {
    int user = ThreadLocalRandom.current().nextInt(subject.dataset().users());
    BehaviorAnalyticsSummary summary = subject.candidate().analyticsOf(Dataset.userId(user));
    int expected = subject.once("of users", int[].class, () -> ofUsers(subject.dataset()))[user];
    Subject.require(summary.totalInputs() == expected, "every row of the user");
    return summary;
  }

  private static int[] ofUsers(Dataset dataset) {
    int[] rows = new int[dataset.users()];
    for (long index = 0; index < dataset.rows(); index++) {
      rows[dataset.userNumber(index)]++;
    }
    return rows;
  }

  /**
   * Computes the summary of the whole table repeatedly, for candidates too fast for a single call.
   */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public BehaviorAnalyticsSummary counted(Subject subject, Check checked) {
    return summary(subject, checked);
  }
}
