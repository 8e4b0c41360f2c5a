package io.zkpersona.benchmarks.scale;

import io.zkpersona.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints how far one server and several carry, computed and simulated from measured costs. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = {
      "Computes and simulates how far one server and several carry.",
      "Uses the recorded costs of calls, or measures them first."
    })
public final class ScaleCommand implements Callable<Integer> {

  private static final int FEWEST_CALLS = 1_000;

  @Option(names = "--measure", description = "Measure the costs first, in minutes.")
  private boolean measures;

  @Option(
      names = "--rows",
      description = "Inputs to load before measuring. Default: ${DEFAULT-VALUE}.")
  private long rows = 1_000_000;

  @Option(names = "--calls", description = "Calls of each kind. Default: ${DEFAULT-VALUE}.")
  private int calls = 20_000;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  @Override
  public Integer call() throws IOException, SQLException {
    if (calls < FEWEST_CALLS || rows < 50L * calls) {
      System.err.printf(
          "--calls %d, --rows %d (expected: %d calls or more, and 50 times as many rows)%n",
          calls, rows, FEWEST_CALLS);
      return CommandLine.ExitCode.USAGE;
    }
    MeasuredNode node = measures ? new NodeMeasurement(rows, calls).run() : MeasuredNode.recorded();
    String text = String.join("\n", new ScaleTables(node).all().values());
    System.out.println(text);
    Results.write(out, "scale.md", text);
    Results.write(out, "node.json", node.toJson());
    return 0;
  }
}
