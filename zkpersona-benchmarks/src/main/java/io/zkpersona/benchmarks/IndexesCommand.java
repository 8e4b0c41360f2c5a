package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.benchmarks.report.Numbers;
import io.zkpersona.benchmarks.report.Ratios;
import io.zkpersona.benchmarks.report.Results;
import io.zkpersona.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the cost of each index of the hot tables: the insert rate of a copy of the table, with
 * all indexes and with each one left out.
 */
@Command(
    name = "indexes",
    mixinStandardHelpOptions = true,
    description = "Measures the insert rate of the hot tables with and without each index.")
final class IndexesCommand implements Callable<Integer> {

  private static final String COPIED = "copied_";
  private static final List<String> TABLES =
      List.of("behavior_inputs", "scoring_results", "zk_proofs", "reputation_records");

  @Option(names = "--rows", description = "Rows that are inserted. Default: ${DEFAULT-VALUE}.")
  private long rows = 200_000;

  @Option(names = "--rounds", description = "How often. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "results");

  private final Random random = new Random(23);

  /**
   * An index created by the migrations, or a constraint with an index.
   *
   * @param name the name in the original table
   * @param statement the statement that creates it on the copy
   */
  private record Index(String name, String statement) {}

  @Override
  public Integer call() throws SQLException, IOException {
    List<List<String>> lines = new ArrayList<>();
    try (Server server = Server.start("2GB", "off");
        Fixture fixture = Fixture.load(server, Dataset.of(rows))) {
      fixture.addHotRows(rows);
      fixture.run("VACUUM (ANALYZE)");
      for (String table : TABLES) {
        measure(fixture, table, lines);
        System.out.println(table + ": measured");
      }
      String how =
          String.format(
              Locale.ROOT,
              "%,d rows by INSERT … SELECT into a copy without references, %d turns each.",
              rows,
              rounds);
      String text =
          Table.markdown(
                  List.of("table", "left out", "its size", "rows/s", "ratio to all indexes"), lines)
              + "\n"
              + Machine.footer(Machine.now(), how, fixture, server);
      System.out.println(text);
      Results.write(out, "indexes.md", text);
    }
    return 0;
  }

  private void measure(Fixture fixture, String table, List<List<String>> lines)
      throws SQLException {
    List<Index> indexes = indexes(fixture, table);
    // Position 0: no index is left out.
    List<List<Double>> rates = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i <= indexes.size(); i++) {
      rates.add(new ArrayList<>());
      order.add(i);
    }
    rate(fixture, table, indexes);
    String sizes =
        fixture.ask(
            "SELECT string_agg(relname || ' ' || pg_relation_size(oid), ',') FROM pg_class"
                + " JOIN pg_index ON indexrelid = oid WHERE indrelid = 'copied'::regclass");
    for (int round = 0; round < rounds; round++) {
      Collections.shuffle(order, random);
      for (int i : order) {
        List<Index> made = new ArrayList<>(indexes);
        if (i > 0) {
          made.remove(i - 1);
        }
        rates.get(i).add(rate(fixture, table, made));
      }
    }
    double all = middle(rates.get(0));
    lines.add(
        List.of(table, "none", "", String.format(Locale.ROOT, "%,.0f", all), Numbers.ratio(1)));
    for (int i = 0; i < indexes.size(); i++) {
      double rate = middle(rates.get(i + 1));
      lines.add(
          List.of(
              table,
              indexes.get(i).name,
              size(sizes, i),
              String.format(Locale.ROOT, "%,.0f", rate),
              Numbers.ratio(rate / all)));
    }
  }

  /**
   * Uses the definitions of constraints, because an exclusion constraint is more than its index.
   */
  private static List<Index> indexes(Fixture fixture, String table) throws SQLException {
    String definitions =
        fixture.ask(
            "SELECT string_agg(name || chr(9) || definition, chr(10) ORDER BY name) FROM ("
                + "SELECT c.relname AS name, coalesce('ALTER TABLE copied ADD CONSTRAINT # '"
                + " || pg_get_constraintdef(k.oid), regexp_replace(pg_get_indexdef(i.indexrelid),"
                + " '^CREATE (UNIQUE )?INDEX .* ON [^ ]+ USING',"
                + " 'CREATE \\1INDEX # ON copied USING')) AS definition"
                + " FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
                + " LEFT JOIN pg_constraint AS k ON k.conindid = i.indexrelid"
                + " AND k.contype IN ('p', 'u', 'x') WHERE i.indrelid = '"
                + table
                + "'::regclass) AS indexes");
    List<Index> indexes = new ArrayList<>();
    for (String definition : definitions.split("\n", -1)) {
      int tab = definition.indexOf('\t');
      indexes.add(
          new Index(
              definition.substring(0, tab),
              definition.substring(tab + 1).replace("#", COPIED + indexes.size())));
    }
    return indexes;
  }

  private double rate(Fixture fixture, String table, List<Index> indexes) throws SQLException {
    fixture.run("DROP TABLE IF EXISTS copied");
    fixture.run("CREATE TABLE copied (LIKE " + table + " INCLUDING ALL EXCLUDING INDEXES)");
    for (Index index : indexes) {
      fixture.run(index.statement);
    }
    long start = System.nanoTime();
    fixture.run("INSERT INTO copied SELECT * FROM " + table + " LIMIT " + rows);
    return rows / ((System.nanoTime() - start) / 1e9);
  }

  private static String size(String sizes, int index) {
    return Stream.of(sizes.split(",", -1))
        .filter(size -> size.startsWith(COPIED + index + " "))
        .map(size -> Long.parseLong(size.substring(size.indexOf(' ') + 1)) / 1e6)
        .map("%,.1f MB"::formatted)
        .findFirst()
        .orElse(Numbers.NONE);
  }

  private static double middle(List<Double> rates) {
    return Ratios.median(rates.stream().mapToDouble(Double::doubleValue).toArray())
        .orElse(Double.NaN);
  }
}
