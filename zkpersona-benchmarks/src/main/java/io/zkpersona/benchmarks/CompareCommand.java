package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.jmh.Lines;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Run;
import io.zkpersona.benchmarks.jmh.Sample;
import io.zkpersona.benchmarks.jmh.Turns;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.benchmarks.report.Plots;
import io.zkpersona.benchmarks.report.Results;
import io.zkpersona.benchmarks.report.StartTable;
import io.zkpersona.benchmarks.report.Table;
import io.zkpersona.benchmarks.start.Starts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the comparison: all candidates and all operations, in turns. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares all candidates at all operations, and writes table, samples and plots.")
final class CompareCommand implements Callable<Integer> {

  @Option(names = "--rows", description = "Rows in the table. Default: ${DEFAULT-VALUE}.")
  private long rows = 1_000_000;

  @Option(names = "--turn", description = "Seconds of one turn. Default: ${DEFAULT-VALUE}.")
  private double turn = 0.2;

  @Option(names = "--warm-up", description = "Seconds before the first. Default: ${DEFAULT-VALUE}.")
  private double warmUp = 0.3;

  @Option(names = "--rounds", description = "Turns of each candidate. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--peer-rounds", description = "Of the peers. Default: ${DEFAULT-VALUE}.")
  private int peerRounds = 2;

  @Option(names = "--calls", description = "Calls of what is slow. Default: ${DEFAULT-VALUE}.")
  private int calls = 3;

  @Option(names = "--peer-calls", description = "Of the peers. Default: ${DEFAULT-VALUE}.")
  private int peerCalls = 2;

  @Option(names = "--long-calls", description = "Of what is very slow. Default: ${DEFAULT-VALUE}.")
  private int longCalls = 2;

  @Option(names = "--peer-long-calls", description = "Of the peers. Default: ${DEFAULT-VALUE}.")
  private int peerLongCalls = 1;

  @Option(names = "--starts", description = "Launches of each JVM. Default: ${DEFAULT-VALUE}.")
  private int starts = 3;

  @Option(names = "--slow-starts", description = "Of slow ones. Default: ${DEFAULT-VALUE}.")
  private int slowStarts = 1;

  @Option(names = "--only", description = "Only lines with this in their label. Default: all.")
  private String only = "";

  @Option(names = "--candidates", split = ",", description = "Default: ${COMPLETION-CANDIDATES}.")
  private Set<Candidates> candidates = EnumSet.allOf(Candidates.class);

  @Option(names = "--synchronous-commit", description = "on or off. Default: ${DEFAULT-VALUE}.")
  private String synchronousCommit = "off";

  @Option(names = "--shared-buffers", description = "Default: ${DEFAULT-VALUE}.")
  private String sharedBuffers = "2GB";

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  private final PrintStream console = System.out;

  @Override
  public Integer call() throws SQLException, RunnerException, IOException, InterruptedException {
    long start = System.nanoTime();
    candidates.addAll(List.of(Candidates.RAW, Candidates.RAW_AGAIN));
    try (Server server = Server.start(sharedBuffers, synchronousCommit);
        Run run = Run.start(server, rows)) {
      console.printf(Locale.ROOT, "%,d rows loaded after %s%n", rows, since(start));
      List<Measurement> measurements =
          Lines.all(run.sizes(), rows).stream()
              .filter(measurement -> measurement.label().contains(only))
              .toList();
      List<Sample> samples = measure(measurements, start);
      Map<Starts.Kind, List<Double>> launches =
          new Starts(server, run.fixture(), out.resolve("archives")).measure(starts, slowStarts);
      console.printf(Locale.ROOT, "starts: measured after %s%n", since(start));
      report(server, run, measurements, samples, launches, since(start));
    }
    return 0;
  }

  private List<Sample> measure(List<Measurement> measurements, long start) throws RunnerException {
    Turns turns =
        new Turns(
            new Turns.Plan(
                seconds(turn),
                seconds(warmUp),
                new Turns.Rounds(rounds, peerRounds),
                new Turns.Rounds(calls, peerCalls),
                new Turns.Rounds(longCalls, peerLongCalls)),
            candidates);
    List<Sample> samples = new ArrayList<>();
    for (List<Measurement> together : Lines.together(measurements)) {
      samples.addAll(turns.measure(together));
      together.forEach(
          line ->
              console.printf(Locale.ROOT, "%s: measured after %s%n", line.label(), since(start)));
    }
    return samples;
  }

  private void report(
      Server server,
      Run run,
      List<Measurement> measurements,
      List<Sample> samples,
      Map<Starts.Kind, List<Double>> launches,
      String took)
      throws SQLException, IOException {
    String date = Machine.now();
    Results results =
        new Results(
            date,
            rows,
            Machine.facts(run.fixture()),
            server.settings(),
            Machine.libraries(),
            samples,
            StartTable.byLabel(launches));
    Table table = new Table(measurements, candidates, samples);
    String how =
        String.format(
            Locale.ROOT,
            """
        %,d rows, pools of %d, all of it in %s. Turns of %.1f s or one call, in one JVM: %s.

        Stateless: Hibernate's StatelessSession; JPA: Spring Data JPA; Spring JDBC: Spring Data \
        JDBC.""",
            rows,
            Server.POOL_SIZE,
            took,
            turn,
            table.turns());
    String text =
        String.join(
            "\n",
            table.times(),
            table.options(),
            StartTable.of(launches),
            table.costs(),
            table.targets(launches),
            Machine.footer(date, how, run.fixture(), server));
    results.write(out, text);
    new Plots(candidates, samples).write(out, measurements);
    console.println();
    console.print(text);
    console.println("written to " + out);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private static String since(long start) {
    return Duration.ofNanos(System.nanoTime() - start).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
