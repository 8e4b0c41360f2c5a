package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.start.Starts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The times from the launch of a JVM to its first row, as Markdown. */
public final class StartTable {

  private static final String LINE = "start to first row";

  private StartTable() {}

  /** Returns times and ratios to raw JDBC. */
  public static String of(Map<Starts.Kind, List<Double>> launches) {
    double raw = middle(launches, Candidates.RAW, false).orElse(Double.NaN);
    List<List<String>> rows = new ArrayList<>();
    launches.forEach(
        (kind, millis) -> {
          double middle = middle(millis).orElse(Double.NaN);
          rows.add(
              List.of(
                  kind.label(),
                  Numbers.time(middle * 1_000),
                  Numbers.ratio(middle / raw),
                  Integer.toString(millis.size())));
        });
    return Table.markdown(List.of(LINE, "time", "ratio to raw JDBC", "launches"), rows);
  }

  /** Returns the verdicts of the targets whose candidates were launched. */
  static List<List<String>> verdicts(Map<Starts.Kind, List<Double>> launches) {
    OptionalDouble raw = middle(launches, Candidates.RAW, false);
    OptionalDouble own = middle(launches, Candidates.ZK_PERSONA, false);
    OptionalDouble shared = middle(launches, Candidates.ZK_PERSONA, true);
    OptionalDouble jooq = middle(launches, Candidates.JOOQ, false);
    OptionalDouble jpa = middle(launches, Candidates.SPRING_DATA_JPA, false);
    List<List<String>> rows = new ArrayList<>();
    if (own.isPresent() && jooq.isPresent() && jpa.isPresent()) {
      double toJooq = own.getAsDouble() / jooq.getAsDouble();
      double toJpa = jpa.getAsDouble() / own.getAsDouble();
      rows.add(row("≤ 1 of jOOQ", toJooq, toJooq <= 1));
      rows.add(row("≥ 3 × JPA", toJpa, toJpa >= 3));
    }
    if (shared.isPresent() && raw.isPresent()) {
      double toRaw = shared.getAsDouble() / raw.getAsDouble();
      rows.add(row("shared classes ≤ 1 of raw JDBC without", toRaw, toRaw <= 1));
    }
    return rows;
  }

  private static List<String> row(String target, double measured, boolean met) {
    return List.of(LINE, target, Numbers.ratio(measured), met ? "met" : "missed");
  }

  private static OptionalDouble middle(
      Map<Starts.Kind, List<Double>> launches, Candidates candidate, boolean shared) {
    return launches.entrySet().stream()
        .filter(entry -> entry.getKey().candidate() == candidate)
        .filter(entry -> entry.getKey().shared() == shared)
        .map(entry -> middle(entry.getValue()))
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble middle(List<Double> millis) {
    return Ratios.median(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Returns the launches by the labels of their kinds. */
  public static Map<String, List<Double>> byLabel(Map<Starts.Kind, List<Double>> launches) {
    Map<String, List<Double>> labelled = new LinkedHashMap<>();
    launches.forEach((kind, millis) -> labelled.put(kind.label(), millis));
    return labelled;
  }
}
