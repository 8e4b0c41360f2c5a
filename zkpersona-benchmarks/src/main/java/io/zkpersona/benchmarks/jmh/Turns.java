package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Lets the candidates take turns: in each round every candidate has one short turn, in an order
 * that changes from round to round, in one JVM and on one server. What slows the machine down for a
 * while then hits all of them. JMH measures each turn.
 */
public final class Turns {

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final int ITERATIONS = 2;

  private final Plan plan;
  private final Set<Candidates> candidates;
  private final Random random = new Random(7);

  /**
   * How long all of it takes.
   *
   * @param turn how long one turn is
   * @param warmUp how long each candidate runs before its first turn
   * @param rounds how many turns each has at what is repeated
   * @param calls how many at what is one call
   * @param longCalls how many at what is one long call
   */
  public record Plan(Duration turn, Duration warmUp, int rounds, int calls, int longCalls) {

    int rounds(Measurement.Cost cost) {
      return switch (cost) {
        case REPEATED -> rounds;
        case ONE_CALL -> calls;
        case LONG_CALL -> longCalls;
      };
    }
  }

  /** Turns for some of the candidates. */
  public Turns(Plan plan, Set<Candidates> candidates) {
    this.plan = plan;
    this.candidates = candidates;
  }

  /** Every round of one line. */
  public List<Sample> measure(Measurement measurement) throws RunnerException {
    List<Candidates> order =
        new ArrayList<>(
            Arrays.stream(Candidates.values())
                .filter(candidates::contains)
                .filter(candidate -> candidate.does(measurement.operation()))
                .toList());
    for (Candidates candidate : order) {
      turn(measurement, candidate, 0, plan.warmUp());
    }
    List<Sample> samples = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(measurement.cost()); round++) {
      Collections.shuffle(order, random);
      for (Candidates candidate : order) {
        samples.add(turn(measurement, candidate, round, plan.turn()));
      }
    }
    return samples;
  }

  private static Sample turn(
      Measurement measurement, Candidates candidate, int round, Duration length)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(
                "^"
                    + (Turns.class.getPackageName() + "." + measurement.method())
                        .replace(".", "\\.")
                    + "$")
            .param("name", candidate.name())
            .forks(0)
            .threads(measurement.threads())
            .measurementTime(new TimeValue(length.toMillis() / ITERATIONS, TimeUnit.MILLISECONDS))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    if (measurement.cost() == Measurement.Cost.REPEATED) {
      options
          .warmupIterations(1)
          .warmupTime(TimeValue.milliseconds(length.toMillis() / ITERATIONS / 4))
          .measurementIterations(ITERATIONS);
    } else {
      options.warmupIterations(0).measurementIterations(1);
    }
    for (Map.Entry<String, String> parameter : measurement.parameters().entrySet()) {
      options.param(parameter.getKey(), parameter.getValue());
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    RunResult result = results.iterator().next();
    return new Sample(
        measurement.label(),
        candidate,
        round,
        result.getPrimaryResult().getScore(),
        secondary(result, ALLOCATED),
        secondary(result, CpuProfiler.RESULT));
  }

  /**
   * A profiler's figure of the first measured iteration: in the one before it the benchmark was set
   * up, in the last one its results are checked, and the profilers count that too.
   */
  @SuppressWarnings("rawtypes")
  private static double secondary(RunResult result, String name) {
    BenchmarkResult benchmark = result.getBenchmarkResults().iterator().next();
    IterationResult first = benchmark.getIterationResults().iterator().next();
    for (Map.Entry<String, Result> other : first.getSecondaryResults().entrySet()) {
      if (other.getKey().endsWith(name)) {
        return other.getValue().getScore();
      }
    }
    return Double.NaN;
  }
}
