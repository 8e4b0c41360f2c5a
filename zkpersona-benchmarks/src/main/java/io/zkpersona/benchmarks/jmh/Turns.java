package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Lets the candidates take turns: in each round every candidate has one short turn, in an order
 * that changes from round to round, in one JVM and on one server. A temporary slowdown of the
 * machine then affects all of them. JMH measures each turn.
 */
public final class Turns {

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final int ITERATIONS = 2;

  private final Plan plan;
  private final Set<Candidates> candidates;
  private final Random random = new Random(7);
  private boolean first = true;

  /**
   * The durations and numbers of turns.
   *
   * @param turn the duration of one turn
   * @param warmUp the duration of each candidate's warm-up before its first turn
   * @param repeated the number of turns for repeated calls
   * @param calls the number of turns for single calls
   * @param longCalls the number of turns for long calls
   */
  public record Plan(
      Duration turn, Duration warmUp, Rounds repeated, Rounds calls, Rounds longCalls) {

    /** Returns the number of turns for a line of this cost. */
    public Rounds rounds(Measurement.Cost cost) {
      return switch (cost) {
        case REPEATED -> repeated;
        case ONE_CALL -> calls;
        case LONG_CALL -> longCalls;
      };
    }
  }

  /**
   * The number of turns of a candidate.
   *
   * @param all the turns of raw JDBC and this library, whose targets are close
   * @param peers the turns of the others, spread over all rounds
   */
  public record Rounds(int all, int peers) {

    /** Returns the same number for all candidates. */
    public static Rounds of(int rounds) {
      return new Rounds(rounds, rounds);
    }

    boolean has(Candidates candidate, int round) {
      return candidate.role() != Candidates.Role.PEER
          || round * peers / all > (round - 1) * peers / all;
    }
  }

  /** Creates turns for some of the candidates. */
  public Turns(Plan plan, Set<Candidates> candidates) {
    this.plan = plan;
    this.candidates = candidates;
  }

  private record Turn(Measurement line, Candidates candidate) {}

  /**
   * Runs every round of some lines, whose candidates all take turns with each other. Lines whose
   * figures are compared should be measured together, so that they see the same machine conditions.
   */
  public List<Sample> measure(List<Measurement> lines) throws RunnerException {
    List<Turn> order = new ArrayList<>();
    for (Measurement line : lines) {
      line.candidates().stream()
          .filter(candidates::contains)
          .forEach(candidate -> order.add(new Turn(line, candidate)));
    }
    for (Turn turn : order) {
      warmUp(turn.line, turn.candidate);
    }
    // The first line also warms up the driver, the pool and the server.
    first = false;
    int most = lines.stream().mapToInt(this::rounds).max().orElse(0);
    List<Sample> samples = new ArrayList<>();
    for (int round = 1; round <= most; round++) {
      Collections.shuffle(order, random);
      for (Turn turn : order) {
        Rounds rounds = plan.rounds(turn.line.cost());
        if (round <= rounds.all() && rounds.has(turn.candidate, round)) {
          samples.add(turn(turn.line, turn.candidate, round));
        }
      }
    }
    return samples;
  }

  /** Returns the number of turns of each candidate that is not a peer. */
  public int rounds(Measurement measurement) {
    return plan.rounds(measurement.cost()).all();
  }

  /**
   * Warms up a candidate. Long calls need none: they follow shorter ones or warm up by themselves.
   */
  public void warmUp(Measurement measurement, Candidates candidate) throws RunnerException {
    if (measurement.cost() != Measurement.Cost.LONG_CALL) {
      turn(measurement, candidate, 0, first ? plan.warmUp().multipliedBy(3) : plan.warmUp());
    }
  }

  /** Runs one turn of one candidate. */
  public Sample turn(Measurement measurement, Candidates candidate, int round)
      throws RunnerException {
    return turn(measurement, candidate, round, plan.turn());
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
    Collection<RunResult> results = run(options.build(), candidate);
    RunResult result = results.iterator().next();
    return new Sample(
        measurement.label(),
        candidate,
        round,
        result.getPrimaryResult().getScore(),
        secondary(result, ALLOCATED),
        secondary(result, CpuProfiler.RESULT));
  }

  private static Collection<RunResult> run(Options options, Candidates candidate)
      throws RunnerException {
    Run run = Run.current();
    try {
      run.fixture().count(candidate.counts());
      run.fixture().record(candidate.records());
      run.candidate(candidate);
      Collection<RunResult> results = new Runner(options).run();
      run.endTurn();
      return results;
    } catch (SQLException e) {
      throw new RunnerException(e);
    }
  }

  /**
   * Returns a profiler's figure of the first measured iteration. The figures of the iteration
   * before it include the benchmark's set-up, and those of the last one the check of its results.
   */
  @SuppressWarnings("rawtypes")
  static double secondary(RunResult result, String name) {
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
