package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.jmh.Lines;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Run;
import io.zkpersona.benchmarks.jmh.Turns;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.benchmarks.report.Numbers;
import io.zkpersona.benchmarks.report.Ratios;
import io.zkpersona.benchmarks.report.Results;
import io.zkpersona.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how the library's times change as the table grows. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = "Measures this library on tables of several sizes, in turns.")
final class GrowthCommand implements Callable<Integer> {

  /** The same amount of work on every table. */
  private static final Run.Sizes SIZES = new Run.Sizes(1_000, 500, 2_000);

  /** The number of calls per turn for fast operations. */
  private static final int CALLS_A_TURN = 200;

  private static final Map<String, String> LINES = lines();

  private static final String PARTS =
      "SELECT 'table ' || pg_table_size('behavior_inputs') || ',' || string_agg(relname || ' '"
          + " || pg_relation_size(oid), ',' ORDER BY relname) FROM pg_class"
          + " JOIN pg_index ON indexrelid = oid WHERE indrelid = 'behavior_inputs'::regclass";

  @Option(names = "--sizes", split = ",", description = "Default: 10000,1000000,10000000.")
  private List<Long> sizes = List.of(10_000L, 1_000_000L, 10_000_000L);

  @Option(names = "--rounds", description = "Turns at each. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--calls", description = "Calls of what is slow. Default: ${DEFAULT-VALUE}.")
  private int calls = 3;

  @Option(names = "--turn", description = "Seconds of one turn. Default: ${DEFAULT-VALUE}.")
  private double turn = 1;

  @Option(names = "--shared-buffers", description = "Of each. Default: ${DEFAULT-VALUE}.")
  private String sharedBuffers = "2GB";

  @Option(names = "--reputation-only", description = "Measures reputation records only.")
  private boolean reputationOnly;

  @Option(names = "--feed-only", description = "Measures the feed of changes only.")
  private boolean feedOnly;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  private final Random random = new Random(17);

  /** A server with a table of one size. */
  private record Grown(Server server, Run run, long rows) implements AutoCloseable {

    @Override
    public void close() {
      run.close();
      server.close();
    }
  }

  private static Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("FindBenchmark.findById", "find by id");
    lines.put("SaveBenchmark.save", "save one");
    lines.put("PageBenchmark.withoutTotal", "page of a user, without total");
    lines.put("PageBenchmark.withTotal", "page of a user, with exact total");
    lines.put(
        "SliceBenchmark.deep", String.format(Locale.ROOT, "keyset slice at row %,d", SIZES.deep()));
    lines.put(
        "ClaimBenchmark.claim",
        String.format(Locale.ROOT, "claim and complete %,d", SIZES.marked()));
    lines.put("AnalyticsBenchmark.ofUser", "summary of a user");
    lines.put("AnalyticsBenchmark.counted", "summary of everything, from the rollup");
    lines.put("AnalyticsBenchmark.summary", "summary of everything, which reads every row");
    return lines;
  }

  @Override
  public Integer call() throws SQLException, RunnerException, IOException {
    if (!reputationOnly && !feedOnly) {
      inputs();
    }
    if (!feedOnly) {
      write("growth-reputation.md", reputation());
    }
    if (!reputationOnly) {
      write("growth-feed.md", feed());
    }
    return 0;
  }

  private void write(String name, String text) throws IOException {
    System.out.println(text);
    Results.write(out, name, text);
  }

  /** Measures calls about behavior inputs. */
  private void inputs() throws SQLException, RunnerException, IOException {
    long start = System.nanoTime();
    List<Grown> tables = new ArrayList<>();
    try {
      for (long rows : sizes) {
        Server server = Server.start(sharedBuffers, "off");
        tables.add(new Grown(server, Run.start(server, rows, SIZES), rows));
        System.out.printf(Locale.ROOT, "%,d rows: loaded after %,d s%n", rows, since(start));
      }
      String space = space(tables);
      List<List<String>> times = new ArrayList<>();
      for (Map.Entry<String, String> line : LINES.entrySet()) {
        times.add(row(line.getValue(), middles(measure(line.getKey(), tables))));
        System.out.printf(Locale.ROOT, "%s: measured after %,d s%n", line.getValue(), since(start));
      }
      report(times, space, tables.get(tables.size() - 1), since(start));
    } finally {
      tables.forEach(Grown::close);
    }
  }

  /** Measures the same for reputation records, ten per user, with all users on one leaderboard. */
  private String reputation() throws SQLException, IOException {
    List<ReputationGrowth> grown = new ArrayList<>();
    try {
      for (long records : sizes) {
        grown.add(ReputationGrowth.load(sharedBuffers, records));
      }
      List<List<String>> lines = new ArrayList<>();
      for (ReputationGrowth.Call call : ReputationGrowth.Call.values()) {
        int each = call == ReputationGrowth.Call.RECORD_ALL ? calls : CALLS_A_TURN;
        grown.forEach(table -> table.turn(call, each, false));
        for (int round = 0; round < rounds; round++) {
          List<ReputationGrowth> order = new ArrayList<>(grown);
          Collections.shuffle(order, random);
          order.forEach(table -> table.turn(call, each, true));
        }
        lines.add(row(call.label(), grown.stream().map(table -> table.middle(call)).toList()));
      }
      return times(lines);
    } finally {
      grown.forEach(ReputationGrowth::close);
    }
  }

  /** Measures the same for the feed of changes. */
  private String feed() throws SQLException {
    List<FeedGrowth> grown = new ArrayList<>();
    try {
      for (long changes : sizes) {
        grown.add(FeedGrowth.load(sharedBuffers, changes));
      }
      List<List<String>> lines = new ArrayList<>();
      for (FeedGrowth.Call call : FeedGrowth.Call.values()) {
        grown.forEach(table -> table.turn(call, false));
        for (int round = 0; round < rounds; round++) {
          List<FeedGrowth> order = new ArrayList<>(grown);
          Collections.shuffle(order, random);
          order.forEach(table -> table.turn(call, true));
        }
        lines.add(row(call.label(), grown.stream().map(table -> table.middle(call)).toList()));
      }
      return times(lines);
    } finally {
      grown.forEach(FeedGrowth::close);
    }
  }

  private String times(List<List<String>> lines) {
    List<String> head = head("time of a call", sizes);
    head.add("largest to smallest");
    return Table.markdown(head, lines);
  }

  private static long since(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }

  /** Lets the tables take turns, in an order that changes from round to round. */
  private List<double[]> measure(String method, List<Grown> tables) throws RunnerException {
    Duration length = Duration.ofMillis(Math.round(turn * 1_000));
    Turns turns =
        new Turns(
            new Turns.Plan(
                length,
                length,
                Turns.Rounds.of(rounds),
                Turns.Rounds.of(calls),
                Turns.Rounds.of(calls)),
            EnumSet.allOf(Candidates.class));
    List<double[]> micros = new ArrayList<>();
    for (Grown table : tables) {
      table.run.use();
      Measurement line = line(method, table);
      turns.warmUp(line, line.subject());
      micros.add(new double[turns.rounds(line)]);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      order.add(i);
    }
    for (int round = 0; round < micros.get(0).length; round++) {
      Collections.shuffle(order, random);
      for (int i : order) {
        tables.get(i).run.use();
        Measurement line = line(method, tables.get(i));
        micros.get(i)[round] = turns.turn(line, line.subject(), round + 1).micros();
      }
    }
    return micros;
  }

  private static Measurement line(String method, Grown table) {
    return Stream.concat(Lines.all(SIZES, table.rows).stream(), Stream.of(Lines.summaryOfUser()))
        .filter(line -> line.method().equals(method) && line.threads() == 1)
        .findFirst()
        .orElseThrow();
  }

  private static List<OptionalDouble> middles(List<double[]> micros) {
    return micros.stream().map(Ratios::median).toList();
  }

  private static List<String> row(String label, List<OptionalDouble> middles) {
    List<String> row = new ArrayList<>(List.of(label));
    middles.forEach(middle -> row.add(Numbers.time(middle)));
    row.add(
        Numbers.ratio(
            middles.get(middles.size() - 1).orElseThrow() / middles.get(0).orElseThrow()));
    return row;
  }

  /** Returns the disk space of the tables and of each of their indexes. */
  private static String space(List<Grown> tables) throws SQLException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (Grown table : tables) {
      for (String part : table.run.fixture().ask(PARTS).split(",", -1)) {
        int space = part.lastIndexOf(' ');
        rows.computeIfAbsent(part.substring(0, space), first -> new ArrayList<>(List.of(first)))
            .add(
                String.format(
                    Locale.ROOT, "%,.1f MB", Long.parseLong(part.substring(space + 1)) / 1e6));
      }
    }
    return Table.markdown(
        head("on disk", tables.stream().map(Grown::rows).toList()), List.copyOf(rows.values()));
  }

  private static List<String> head(String first, List<Long> sizes) {
    List<String> head = new ArrayList<>(List.of(first));
    sizes.forEach(rows -> head.add(String.format(Locale.ROOT, "%,d rows", rows)));
    return head;
  }

  private void report(List<List<String>> times, String space, Grown largest, long seconds)
      throws SQLException, IOException {
    String how =
        String.format(
            Locale.ROOT,
            "%d turns of %.1f s, %d calls of claims and summaries, the tables in turns; all in %,d s.",
            rounds,
            turn,
            calls,
            seconds);
    String text =
        String.join(
            "\n",
            times(times),
            space,
            Machine.footer(Machine.now(), how, largest.run.fixture(), largest.server));
    System.out.println(text);
    Results.write(out, "growth.md", text);
  }
}
