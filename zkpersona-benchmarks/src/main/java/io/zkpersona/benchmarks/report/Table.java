package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Sample;
import io.zkpersona.benchmarks.start.Starts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result as Markdown, ready to be read or pasted. */
public final class Table {

  private static final String NONE = "–";

  private final Ratios ratios;
  private final List<Measurement> measurements;
  private final List<Candidates> candidates;

  /** Of the lines of a run and their samples. */
  public Table(List<Measurement> measurements, Set<Candidates> candidates, List<Sample> samples) {
    this.ratios = new Ratios(samples);
    this.measurements = measurements;
    this.candidates = candidates.stream().filter(candidate -> candidate != Candidates.RAW).toList();
  }

  /** Times as ratios to raw JDBC, this library's target, and whether it was met. */
  public String times() {
    List<String> head = new ArrayList<>(List.of("time, ratio to raw JDBC", "raw JDBC, µs"));
    candidates.forEach(candidate -> head.add(candidate.label()));
    head.add("target");
    head.add("");
    List<List<String>> rows = new ArrayList<>();
    for (Measurement measurement : measurements) {
      List<String> row = new ArrayList<>();
      row.add(measurement.label());
      row.add(number("%,.0f", ratios.median(measurement.label(), Candidates.RAW, Sample::micros)));
      for (Candidates candidate : candidates) {
        String ratio = number("%.2f", ratios.ratio(measurement.label(), candidate));
        row.add(
            candidate == Candidates.ZK_PERSONA && !ratio.equals(NONE)
                ? "**" + ratio + "**"
                : ratio);
      }
      row.add(String.format(Locale.ROOT, "≤ %.2f", measurement.target()));
      row.add(verdict(measurement));
      rows.add(row);
    }
    return markdown(head, rows);
  }

  private String verdict(Measurement measurement) {
    OptionalDouble own = ratios.ratio(measurement.label(), Candidates.ZK_PERSONA);
    if (own.isEmpty()) {
      return NONE;
    }
    if (own.getAsDouble() <= measurement.target()) {
      return "met";
    }
    double noise = ratios.noise(measurement.label());
    return own.getAsDouble() <= measurement.target() * (1 + noise) ? "within noise" : "missed";
  }

  /** What one call allocates and computes in the client. */
  public String costs() {
    List<String> head = new ArrayList<>(List.of("client, per call"));
    head.add(Candidates.RAW.label());
    candidates.forEach(candidate -> head.add(candidate.label()));
    List<List<String>> rows = new ArrayList<>();
    for (Measurement measurement : measurements) {
      if (measurement.cost() == Measurement.Cost.REPEATED && measurement.threads() == 1) {
        rows.add(costs(measurement, "bytes, ", Sample::bytes, "%,.0f"));
      }
    }
    rows.add(costs(measurements.get(0), "processor µs, ", Sample::cpuMicros, "%,.1f"));
    return markdown(head, rows);
  }

  private List<String> costs(
      Measurement measurement, String what, ToDoubleFunction<Sample> figure, String format) {
    List<String> row = new ArrayList<>();
    row.add(what + measurement.label());
    row.add(number(format, ratios.median(measurement.label(), Candidates.RAW, figure)));
    candidates.forEach(
        candidate ->
            row.add(number(format, ratios.median(measurement.label(), candidate, figure))));
    return row;
  }

  /** From the launch of a JVM to its first row. */
  public static String starts(Map<Starts.Kind, List<Double>> launches) {
    double raw = middle(launches.get(Starts.KINDS.get(0)));
    List<List<String>> rows = new ArrayList<>();
    launches.forEach(
        (kind, millis) ->
            rows.add(
                List.of(
                    kind.label(),
                    String.format(Locale.ROOT, "%,.0f", middle(millis)),
                    String.format(Locale.ROOT, "%.2f", middle(millis) / raw))));
    return markdown(List.of("start to first row", "ms", "ratio to raw JDBC"), rows);
  }

  private static double middle(@Nullable List<Double> millis) {
    return millis == null
        ? Double.NaN
        : Ratios.median(millis.stream().mapToDouble(Double::doubleValue).toArray())
            .orElse(Double.NaN);
  }

  /** The launches by the labels of their kinds. */
  public static Map<String, List<Double>> byLabel(Map<Starts.Kind, List<Double>> launches) {
    Map<String, List<Double>> labelled = new LinkedHashMap<>();
    launches.forEach((kind, millis) -> labelled.put(kind.label(), millis));
    return labelled;
  }

  /** Names and values on one line. */
  public static String facts(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String number(String format, OptionalDouble value) {
    return value.isEmpty() || Double.isNaN(value.getAsDouble())
        ? NONE
        : String.format(Locale.ROOT, format, value.getAsDouble());
  }

  /** A table of Markdown; all but the first column are aligned to the right. */
  public static String markdown(List<String> head, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(line(head));
    text.append(line(head.stream().map(cell -> head.indexOf(cell) == 0 ? "---" : "--:").toList()));
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
