package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.ingest.Ingest;
import io.zkpersona.benchmarks.ingest.Kind;
import io.zkpersona.benchmarks.ingest.Measured;
import io.zkpersona.benchmarks.ingest.Way;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.benchmarks.report.Numbers;
import io.zkpersona.benchmarks.report.Ratios;
import io.zkpersona.benchmarks.report.Results;
import io.zkpersona.benchmarks.report.Table;
import io.zkpersona.benchmarks.start.SmallHeap;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the speed of loads with duplicates in little memory. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description =
        "Loads users, inputs and scores with repeats through the library and by hand, in turns, in"
            + " JVMs of little heap.")
final class IngestCommand implements Callable<Integer> {

  private static final int STEP = 10;

  @Option(
      names = "--rows",
      description = "Rows of each load, a multiple of ten. Default: ${DEFAULT-VALUE}.")
  private int rows = 100_000;

  @Option(names = "--heap", description = "Of those JVMs. Default: ${DEFAULT-VALUE}.")
  private String heap = "64m";

  @Option(names = "--turns", description = "Turns of each. Default: ${DEFAULT-VALUE}.")
  private int turns = 3;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    if (rows < STEP || rows > Ingest.MOST_ROWS || rows % STEP != 0 || turns < 1) {
      System.err.printf(
          Locale.ROOT,
          "--rows %d, --turns %d (expected: a multiple of ten up to %d, and 1 or more)%n",
          rows,
          turns,
          Ingest.MOST_ROWS);
      return CommandLine.ExitCode.USAGE;
    }
    List<Measured> measured = new ArrayList<>();
    String footer = "";
    for (Kind kind : Kind.values()) {
      try (Server server = Server.start("512MB", "off");
          Fixture fixture = Fixture.load(server, Ingest.people(rows))) {
        List<String> lines =
            SmallHeap.run(
                heap,
                Ingest.class,
                server.jdbcUrl(),
                kind.name(),
                Integer.toString(rows),
                Integer.toString(turns));
        if (lines.isEmpty()) {
          System.err.println(kind + ": not loaded with a heap of " + heap);
          return 1;
        }
        lines.forEach(line -> measured.add(Measured.parse(line)));
        System.out.println(kind + ": measured");
        String how =
            String.format(
                Locale.ROOT, "%d turns each, in processes of their own with -Xmx%s.", turns, heap);
        footer = Machine.footer(Machine.now(), how, fixture, server);
      }
    }
    String text = table(measured) + "\n" + footer;
    System.out.println(text);
    Results.write(out, "ingest.md", text);
    return 0;
  }

  private static String table(List<Measured> measured) {
    List<List<String>> lines = new ArrayList<>();
    for (Measured library : measured) {
      if (library.way() == Way.LIBRARY) {
        Optional<Measured> byHand =
            measured.stream()
                .filter(other -> other.way() == Way.BY_HAND)
                .filter(other -> other.load().equals(library.load()))
                .findFirst();
        lines.add(
            List.of(
                library.load(),
                String.format(Locale.ROOT, "%,d", library.rows()),
                Numbers.whole(byHand.map(IngestCommand::rate).orElse(OptionalDouble.empty())),
                Numbers.whole(rate(library)),
                byHand.map(other -> Numbers.ratio(ratio(library, other))).orElse(Numbers.NONE)));
      }
    }
    return Table.markdown(
        List.of("load", "rows", "by hand, rows/s", "library, rows/s", "ratio to by hand"), lines);
  }

  private static OptionalDouble rate(Measured load) {
    return Ratios.median(
        load.nanos().stream().mapToDouble(nanos -> load.rows() / (nanos / 1e9)).toArray());
  }

  /** Returns the median of the ratios of matching turns. */
  private static OptionalDouble ratio(Measured library, Measured byHand) {
    return Ratios.median(
        IntStream.range(0, library.nanos().size())
            .mapToDouble(turn -> (double) byHand.nanos().get(turn) / library.nanos().get(turn))
            .toArray());
  }
}
