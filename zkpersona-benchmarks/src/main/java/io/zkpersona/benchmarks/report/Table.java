package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Sample;
import io.zkpersona.benchmarks.start.Starts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The result of a comparison as Markdown. */
public final class Table {

  private final Ratios ratios;
  private final Verdicts verdicts;
  private final List<Measurement> measurements;
  private final List<Candidates> columns;

  /** Creates a table of the lines of a run and their samples. */
  public Table(List<Measurement> measurements, Set<Candidates> candidates, List<Sample> samples) {
    this.ratios = new Ratios(samples);
    this.verdicts = new Verdicts(ratios);
    this.measurements = measurements;
    // This library next to its targets, then the candidates it is compared with.
    List<Candidates> order = new ArrayList<>(List.of(Candidates.ZK_PERSONA));
    Arrays.stream(Candidates.values())
        .filter(Candidates::isColumn)
        .filter(candidates::contains)
        .filter(candidate -> candidate != Candidates.ZK_PERSONA)
        .forEach(order::add);
    this.columns = order;
  }

  /** Returns times as ratios to raw JDBC, whose column contains absolute times. */
  public String times() {
    List<String> head = new ArrayList<>(List.of("time, ratio to raw JDBC", "target"));
    columns.forEach(candidate -> head.add(candidate.label()));
    head.add("all of its targets");
    List<List<String>> rows = new ArrayList<>();
    for (Measurement line : measurements) {
      if (!line.isOption()) {
        List<String> row = new ArrayList<>(List.of(line.label(), mainTarget(line)));
        columns.forEach(candidate -> row.add(time(line.label(), candidate)));
        row.add(verdicts.summary(line));
        rows.add(row);
      }
    }
    return markdown(head, rows);
  }

  private static String mainTarget(Measurement line) {
    return line.targets().isEmpty() ? Numbers.NONE : Verdicts.text(line.targets().get(0));
  }

  private String time(String line, Candidates candidate) {
    return switch (candidate) {
      case RAW -> Numbers.time(ratios.median(line, candidate, Sample::micros));
      case ZK_PERSONA ->
          ratios.ratio(line, candidate).isEmpty()
              ? Numbers.NONE
              : "**" + Numbers.ratio(ratios.ratio(line, candidate)) + "**";
      default -> Numbers.ratio(ratios.ratio(line, candidate));
    };
  }

  /** Returns the options of this library, with the time without and with each. */
  public String options() {
    List<List<String>> rows = new ArrayList<>();
    for (Measurement line : measurements) {
      if (line.isOption()) {
        Candidates without = line.candidates().get(0);
        boolean alone = line.candidates().size() == 1;
        rows.add(
            List.of(
                line.label(),
                Verdicts.targets(line),
                alone
                    ? Numbers.NONE
                    : Numbers.time(ratios.median(line.label(), without, Sample::micros)),
                Numbers.time(ratios.median(line.label(), line.subject(), Sample::micros)),
                alone
                    ? Numbers.NONE
                    : Numbers.ratio(
                        ratios.ratio(line.label(), line.subject(), without, Sample::micros)),
                verdicts.summary(line)));
      }
    }
    return markdown(
        List.of("option", "target", "time without", "with", "ratio", "all of its targets"), rows);
  }

  /** Returns every target with its measured value and verdict. */
  public String targets(Map<Starts.Kind, List<Double>> launches) {
    List<List<String>> rows = new ArrayList<>();
    for (Measurement line : measurements) {
      verdicts.of(line).forEach(verdict -> rows.add(verdict.cells()));
    }
    rows.addAll(StartTable.verdicts(launches));
    return markdown(List.of("operation", "target", "measured", "verdict"), rows);
  }

  /** Returns the client's allocation and processor time per call. */
  public String costs() {
    List<String> head = new ArrayList<>(List.of("client, per call"));
    columns.forEach(candidate -> head.add(candidate.label()));
    List<List<String>> rows = new ArrayList<>();
    for (Measurement line : measurements) {
      if (line.cost() == Measurement.Cost.REPEATED && line.threads() == 1 && !line.isOption()) {
        rows.add(costs("bytes, " + line.label(), line, Sample::bytes));
      }
    }
    measurements.stream()
        .limit(1)
        .forEach(line -> rows.add(costs("processor µs, " + line.label(), line, Sample::cpuMicros)));
    return markdown(head, rows);
  }

  private List<String> costs(String what, Measurement line, ToDoubleFunction<Sample> figure) {
    List<String> row = new ArrayList<>(List.of(what));
    columns.forEach(
        candidate -> row.add(Numbers.whole(ratios.median(line.label(), candidate, figure))));
    return row;
  }

  /** Returns the number of turns of each line. */
  public String turns() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (Measurement line : measurements) {
      String turns =
          turnsOf(line, Candidates.Role.PEER) == 0
              ? Integer.toString(turns(line, line.subject()))
              : turns(line, line.subject())
                  + " (peers "
                  + turnsOf(line, Candidates.Role.PEER)
                  + ")";
      lines.computeIfAbsent(turns, first -> new ArrayList<>()).add(line.label());
    }
    return lines.entrySet().stream()
        .map(entry -> entry.getKey() + " for " + String.join(", ", entry.getValue()))
        .reduce((one, other) -> one + "; " + other)
        .orElse(Numbers.NONE);
  }

  private int turnsOf(Measurement line, Candidates.Role role) {
    return line.candidates().stream()
        .filter(candidate -> candidate.role() == role)
        .mapToInt(candidate -> turns(line, candidate))
        .max()
        .orElse(0);
  }

  private int turns(Measurement line, Candidates candidate) {
    return ratios.turns(line.label(), candidate);
  }

  /** Formats a Markdown table; all columns except the first are right-aligned. */
  public static String markdown(List<String> head, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(line(head));
    text.append(
        line(IntStream.range(0, head.size()).mapToObj(i -> i == 0 ? "---" : "--:").toList()));
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
