package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.report.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What each index of the hot tables costs: the rate at which the server takes rows into a copy of
 * the table, with all of its indexes and with each of them left out.
 */
@Command(
    name = "indexes",
    mixinStandardHelpOptions = true,
    description = "Measures the insert rate of the hot tables with and without each index.")
final class IndexesCommand implements Callable<Integer> {

  private static final List<String> TABLES =
      List.of("behavior_inputs", "scoring_results", "zk_proofs", "reputation_records");

  @Option(names = "--rows", description = "Rows that are inserted. Default: ${DEFAULT-VALUE}.")
  private long rows = 200_000;

  @Option(names = "--rounds", description = "How often. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  @Override
  public Integer call() throws SQLException, IOException {
    List<List<String>> lines = new ArrayList<>();
    try (Server server = Server.start("2GB", "off");
        Fixture fixture = Fixture.load(server, new Dataset(rows))) {
      fixture.run(hotRows().replace(":rows", Long.toString(rows)));
      for (String table : TABLES) {
        measure(fixture, table, lines);
        System.out.println(table + ": measured");
      }
    }
    String text =
        Table.markdown(List.of("table", "index left out", "rows/s", "ratio to all indexes"), lines);
    System.out.println(text);
    Files.createDirectories(out);
    Files.writeString(out.resolve("indexes.md"), text);
    return 0;
  }

  private static String hotRows() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(IndexesCommand.class.getResourceAsStream("hot-rows.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void measure(Fixture fixture, String table, List<List<String>> lines)
      throws SQLException {
    List<String> indexes = new ArrayList<>();
    indexes.add("");
    fresh(fixture, table);
    String names =
        fixture.ask(
            "SELECT coalesce(string_agg(indexrelid::regclass::text, ','), '') FROM pg_index"
                + " WHERE indrelid = 'copied'::regclass");
    indexes.addAll(names.isEmpty() ? List.of() : List.of(names.split(",", -1)));
    List<List<Double>> rates = new ArrayList<>();
    indexes.forEach(index -> rates.add(new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < indexes.size(); i++) {
        double rate = rate(fixture, table, indexes.get(i));
        if (round > 0) {
          rates.get(i).add(rate);
        }
      }
    }
    double all = middle(rates.get(0));
    for (int i = 0; i < indexes.size(); i++) {
      double rate = middle(rates.get(i));
      lines.add(
          List.of(
              table,
              i == 0 ? "none" : indexes.get(i),
              String.format(Locale.ROOT, "%,.0f", rate),
              String.format(Locale.ROOT, "%.2f", rate / all)));
    }
  }

  private static void fresh(Fixture fixture, String table) throws SQLException {
    fixture.run("DROP TABLE IF EXISTS copied");
    fixture.run("CREATE TABLE copied (LIKE " + table + " INCLUDING ALL)");
  }

  private double rate(Fixture fixture, String table, String without) throws SQLException {
    fresh(fixture, table);
    if (!without.isEmpty()) {
      fixture.run(
          "DO $$ BEGIN IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'copied'::regclass"
              + " AND conname = '"
              + without
              + "') THEN ALTER TABLE copied DROP CONSTRAINT "
              + without
              + "; ELSE DROP INDEX "
              + without
              + "; END IF; END $$");
    }
    long start = System.nanoTime();
    fixture.run("INSERT INTO copied SELECT * FROM " + table + " LIMIT " + rows);
    return rows / ((System.nanoTime() - start) / 1e9);
  }

  private static double middle(List<Double> rates) {
    return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElse(Double.NaN);
  }
}
