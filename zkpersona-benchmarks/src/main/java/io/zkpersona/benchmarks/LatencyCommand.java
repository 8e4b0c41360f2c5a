package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.latency.Figures;
import io.zkpersona.benchmarks.latency.Latency;
import io.zkpersona.benchmarks.lifecycle.Call;
import io.zkpersona.benchmarks.lifecycle.LifecycleFixture;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.benchmarks.report.Numbers;
import io.zkpersona.benchmarks.report.Results;
import io.zkpersona.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures calls through a delayed connection. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description =
        "Makes calls through a proxy that delays each direction, by the library and by JDBC that"
            + " uses a transaction, in turns; counts their round trips.")
final class LatencyCommand implements Callable<Integer> {

  private static final int FEWEST_ROWS = 10_000;

  @Option(
      names = "--delay",
      description = "Milliseconds of each direction. Default: ${DEFAULT-VALUE}.")
  private double delay = 1;

  @Option(names = "--rows", description = "Inputs in the table. Default: ${DEFAULT-VALUE}.")
  private long rows = 100_000;

  @Option(names = "--turns", description = "Turns of each way. Default: ${DEFAULT-VALUE}.")
  private int turns = 5;

  @Option(names = "--calls", description = "Calls of a turn. Default: ${DEFAULT-VALUE}.")
  private int calls = 20;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  @Override
  public Integer call() throws SQLException, IOException {
    if (delay < 0 || rows < FEWEST_ROWS || turns < 1 || calls < 1) {
      System.err.printf(
          Locale.ROOT,
          "--delay %s, --rows %d, --turns %d, --calls %d"
              + " (expected: at least 0, %d, 1 and 1)%n",
          delay,
          rows,
          turns,
          calls,
          FEWEST_ROWS);
      return CommandLine.ExitCode.USAGE;
    }
    List<List<String>> lines = new ArrayList<>();
    try (Server server = Server.start("512MB", "off");
        Fixture fixture = Fixture.load(server, Dataset.of(rows));
        LifecycleFixture lifecycle = LifecycleFixture.load(server, fixture);
        Latency latency = new Latency(server, lifecycle, Duration.ofNanos((long) (delay * 1e6)))) {
      for (Call call : Call.values()) {
        lines.add(line(latency.measure(call, turns, calls)));
        System.out.println(call.label() + ": measured");
      }
      String how =
          String.format(
              Locale.ROOT,
              "%s ms each direction; %d turns of %d calls each way; %,d inputs.",
              delay,
              turns,
              calls,
              rows);
      String text =
          Table.markdown(
                  List.of(
                      "time of a call",
                      "JDBC in a transaction",
                      "ZK-Persona",
                      "ratio",
                      "target",
                      "trips of JDBC",
                      "of ZK-Persona"),
                  lines)
              + "\n"
              + Machine.footer(Machine.now(), how, fixture, server);
      System.out.println(text);
      Results.write(out, "latency.md", text);
    }
    return 0;
  }

  private static List<String> line(Figures figures) {
    return List.of(
        figures.call().label(),
        Numbers.time(Figures.micros(figures.byHand())),
        Numbers.time(Figures.micros(figures.library())),
        Numbers.ratio(figures.ratio()),
        !figures.isTargeted() ? Numbers.NONE : figures.isMet() ? "≤ 0.5, met" : "≤ 0.5, missed",
        trips(Figures.trips(figures.byHand())),
        trips(Figures.trips(figures.library())));
  }

  private static String trips(double trips) {
    return String.format(Locale.ROOT, trips == Math.rint(trips) ? "%.0f" : "%.1f", trips);
  }
}
