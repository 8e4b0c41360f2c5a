package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Run;
import io.zkpersona.benchmarks.jmh.Sample;
import io.zkpersona.benchmarks.jmh.Turns;
import io.zkpersona.benchmarks.report.Ratios;
import io.zkpersona.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What becomes of the library's times when the table grows. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = "Measures this library on tables of several sizes, the smallest first.")
final class GrowthCommand implements Callable<Integer> {

  /** The same work on every table. */
  private static final Run.Sizes SIZES = new Run.Sizes(1_000, 500, 2_000);

  private static final List<String> METHODS =
      List.of(
          "FindBenchmark.findById",
          "SaveBenchmark.save",
          "PageBenchmark.withoutTotal",
          "SliceBenchmark.deep",
          "ClaimBenchmark.claim",
          "AnalyticsBenchmark.summary");

  private static final String TABLE_SIZE =
      "SELECT pg_size_pretty(pg_table_size('behavior_inputs'))";
  private static final String INDEX_SIZES =
      "SELECT string_agg(relname || ' ' || pg_size_pretty(pg_relation_size(oid)), ', '"
          + " ORDER BY relname) FROM pg_class JOIN pg_index ON indexrelid = oid"
          + " WHERE indrelid = 'behavior_inputs'::regclass";

  @Option(names = "--sizes", split = ",", description = "Default: 10000,1000000,10000000.")
  private List<Long> sizes = List.of(10_000L, 1_000_000L, 10_000_000L);

  @Option(names = "--rounds", description = "Turns at each. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--turn", description = "Seconds of one turn. Default: ${DEFAULT-VALUE}.")
  private double turn = 1;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  @Override
  public Integer call() throws SQLException, RunnerException, IOException {
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    StringBuilder space = new StringBuilder();
    for (long rows : sizes) {
      try (Server server = Server.start("2GB", "off");
          Run run = Run.start(server, rows, SIZES)) {
        space.append(
            "%n%,d rows: table %s; %s%n"
                .formatted(rows, run.fixture().ask(TABLE_SIZE), run.fixture().ask(INDEX_SIZES)));
        measure(rows, micros);
        System.out.printf("%,d rows: measured%n", rows);
      }
    }
    String text = table(micros) + space;
    System.out.println(text);
    Files.createDirectories(out);
    Files.writeString(out.resolve("growth.md"), text);
    return 0;
  }

  private void measure(long rows, Map<String, List<Double>> micros) throws RunnerException {
    Duration length = Duration.ofMillis(Math.round(turn * 1_000));
    Turns turns =
        new Turns(
            new Turns.Plan(length, length, rounds, rounds, rounds),
            EnumSet.of(Candidates.ZK_PERSONA));
    for (Measurement measurement : Measurement.all(SIZES, rows)) {
      if (measurement.threads() == 1 && METHODS.contains(measurement.method())) {
        List<Sample> samples = turns.measure(measurement);
        micros
            .computeIfAbsent(measurement.method(), method -> new ArrayList<>())
            .add(
                new Ratios(samples)
                    .median(measurement.label(), Candidates.ZK_PERSONA, Sample::micros)
                    .orElseThrow());
      }
    }
  }

  private String table(Map<String, List<Double>> micros) {
    List<String> head = new ArrayList<>(List.of("µs per call"));
    sizes.forEach(rows -> head.add("%,d rows".formatted(rows)));
    head.add("largest to smallest");
    List<List<String>> lines = new ArrayList<>();
    micros.forEach(
        (method, times) -> {
          List<String> line = new ArrayList<>(List.of(method));
          times.forEach(time -> line.add(String.format(Locale.ROOT, "%,.0f", time)));
          line.add(String.format(Locale.ROOT, "%.2f", times.get(times.size() - 1) / times.get(0)));
          lines.add(line);
        });
    return Table.markdown(head, lines);
  }
}
