package io.zkpersona.benchmarks.scale;

import io.zkpersona.benchmarks.report.Numbers;
import io.zkpersona.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** The tables of the guide's page on scale. The same figures give the same tables. */
final class ScaleTables {

  private static final long SEED = 20_261_130;
  private static final List<Double> INPUTS = List.of(1e7, 1e9, 1e11);
  private static final List<Double> BUSY = List.of(0.5, 0.7, 0.8, 0.9, 0.95);
  private static final List<Integer> CELLS = List.of(4, 16, 64, 256);
  private static final int SIMULATED = 1_000_000;
  private static final int USERS = 1_000_000;
  private static final int SCORED = 200_000;
  private static final int BEST = 100;
  private static final int TENANTS = 1_000;
  private static final int BUCKETS = 4_096;
  private static final double TYPICAL = 0.5;
  private static final double RARE = 0.99;
  private static final double RAREST = 0.999;
  private static final double OUTAGE = 6_000;
  private static final double USUAL = 0.6;
  private static final double LEAST = 0.01;

  private final MeasuredNode node;
  private final ReferenceServer server = ReferenceServer.ASSUMED;

  ScaleTables(MeasuredNode node) {
    this.node = node;
  }

  /** Returns the tables as Markdown, by name. */
  Map<String, String> all() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("measured", measured());
    tables.put("computed", computed());
    tables.put("servers", servers());
    tables.put("waiting", waiting());
    tables.put("cells", cells());
    tables.put("moves", moves());
    tables.put("tenants", tenants());
    return tables;
  }

  private static UniformRandomProvider random() {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
  }

  private String measured() {
    List<List<String>> rows = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      MeasuredCall cost = node.cost(operation);
      rows.add(
          List.of(
              operation.label(),
              Numbers.time(cost.serverMicros()),
              Numbers.time(cost.elapsedMicros()),
              operation.isRead() ? Numbers.NONE : format("%,.0f", cost.walBytes()),
              operation.isRead() ? Numbers.NONE : format("%.1f", cost.pageImages()),
              operation.isRead() ? Numbers.NONE : format("%,.0f", cost.storedBytes()),
              number(operation.perInput())));
    }
    return Table.markdown(
        List.of(
            "call",
            "server's processor",
            "call",
            "log, bytes",
            "page images",
            "stored, bytes",
            "in the model, for each input"),
        rows);
  }

  private String computed() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("inputs a second, mean", load -> number(load.peak() / Load.PEAK)));
    rows.add(row("inputs a second, peak", load -> number(load.peak())));
    rows.add(row("cores busy with writes, peak", load -> number(load.writingCores())));
    rows.add(row("cores busy with reads, peak", load -> number(load.readingCores())));
    rows.add(
        row("connections in use, peak", load -> number(load.callsAtOnce(server.tripMicros()))));
    rows.add(
        row(
            "memory of as many sessions",
            load ->
                bytes(Math.ceil(load.callsAtOnce(server.tripMicros())) * node.connectionBytes())));
    rows.add(row("log a second, peak", load -> bytes(load.logPerSecond())));
    rows.add(row("stored after a year", load -> bytes(load.storedBytes())));
    rows.add(row("replay of the peak by one process", load -> percent(load.replayShare())));
    rows.add(
        row(
            "replay after a crash, at most",
            load -> seconds(load.recoverySeconds(server.checkpointSeconds()))));
    rows.add(
        row(
            "restore of a backup",
            load -> seconds(load.storedBytes() / server.restoredPerSecond())));
    rows.add(row("days until all tables are frozen", load -> number(load.daysUntilFreeze())));
    List<String> head = new ArrayList<>(List.of("inputs of a year"));
    INPUTS.forEach(inputs -> head.add(count(inputs)));
    return Table.markdown(head, rows);
  }

  private List<String> row(String label, Function<Load, String> figure) {
    return Stream.concat(
            Stream.of(label), INPUTS.stream().map(inputs -> figure.apply(new Load(node, inputs))))
        .toList();
  }

  /** Shows how many servers each limit asks for. */
  private String servers() {
    Map<String, ToDoubleFunction<Load>> limits = new LinkedHashMap<>();
    limits.put("cores for writes", load -> load.writingCores() / (server.cores() * server.busy()));
    limits.put(
        "cores for writes and reads",
        load -> (load.writingCores() + load.readingCores()) / (server.cores() * server.busy()));
    limits.put("replay at its peak", load -> load.replayShare() / server.replayBusy());
    limits.put("storage", load -> load.storedBytes() / server.storageBytes());
    limits.put(
        "restore of a backup",
        load -> load.storedBytes() / server.restoredPerSecond() / server.restoreSeconds());
    List<List<String>> rows = new ArrayList<>();
    limits.forEach(
        (label, limit) -> rows.add(row(label, load -> number(limit.applyAsDouble(load)))));
    rows.add(
        row(
            "cells that carry all of it",
            load ->
                number(
                    Math.ceil(
                        limits.values().stream()
                            .mapToDouble(limit -> limit.applyAsDouble(load))
                            .max()
                            .orElseThrow()))));
    List<String> head = new ArrayList<>(List.of("servers that this needs"));
    INPUTS.forEach(inputs -> head.add(count(inputs)));
    return Table.markdown(head, rows);
  }

  private String waiting() {
    List<List<String>> rows = new ArrayList<>();
    for (double busy : BUSY) {
      Waiting waiting = new Waiting(server.cores(), busy, random());
      double[] times = waiting.times(SIMULATED);
      rows.add(
          List.of(
              percent(busy),
              number(Waiting.percentile(times, TYPICAL)),
              number(Waiting.percentile(times, RARE)),
              number(Waiting.percentile(times, RAREST)),
              format("%.1f", waiting.backlogAfter(OUTAGE))));
    }
    return Table.markdown(
        List.of(
            "cores busy",
            "half of the calls within",
            "99 % within",
            "99.9 % within",
            "backlog after an outage, in outages"),
        rows);
  }

  private String cells() {
    double[] times = new Waiting(server.cores(), USUAL, random()).times(SIMULATED);
    List<Integer> scores = random().ints(SCORED).boxed().toList();
    List<Integer> leaders = scores.stream().sorted(Collections.reverseOrder()).limit(BEST).toList();
    List<List<String>> rows = new ArrayList<>();
    for (int cells : CELLS) {
      if (!Cells.leaders(scores, cells, BEST).equals(leaders)) {
        throw new IllegalStateException("a merged leaderboard differs from the whole one");
      }
      List<String> row = new ArrayList<>(List.of(number(cells)));
      DoubleStream.of(0, 0.5, 0.8, 1)
          .mapToObj(
              exponent ->
                  format("%.2f", Cells.busiest(cells, USERS, SIMULATED * 2, exponent, random())))
          .forEach(row::add);
      row.add(number(Cells.slowest(times, cells, TYPICAL, random())));
      row.add(number(Cells.slowest(times, cells, RARE, random())));
      rows.add(row);
    }
    return Table.markdown(
        List.of(
            "cells",
            "busiest cell, users alike",
            "unequal, 0.5",
            "0.8",
            "1.0",
            "call to all cells: half within",
            "99 % within"),
        rows);
  }

  private static String moves() {
    int[] buckets = Cells.buckets(BUCKETS, 64, 80);
    Map<String, Double> moved = new LinkedHashMap<>();
    moved.put(
        "remainder of the hash",
        Cells.moved(
            SCORED, user -> Cells.byRemainder(user, 64), user -> Cells.byRemainder(user, 80)));
    moved.put(
        "rendezvous of the hashes",
        Cells.moved(
            SCORED, user -> Cells.byRendezvous(user, 64), user -> Cells.byRendezvous(user, 80)));
    moved.put(
        "4,096 buckets, listed in a directory",
        Cells.moved(
            SCORED,
            user -> Cells.byRemainder(user, BUCKETS) % 64,
            user -> buckets[Cells.byRemainder(user, BUCKETS)]));
    List<List<String>> rows = new ArrayList<>();
    moved.forEach((how, share) -> rows.add(List.of(how, percent(share))));
    return Table.markdown(
        List.of("a user's cell is found by", "users that move from 64 to 80"), rows);
  }

  private static String tenants() {
    List<List<String>> rows = new ArrayList<>();
    for (int nodes : List.of(2, 4, 16, 64)) {
      List<String> row = new ArrayList<>(List.of(number(nodes)));
      IntStream.of(5, 8, 10)
          .mapToObj(tenths -> format("%.2f", Cells.busiestNode(nodes, TENANTS, tenths / 10.0)))
          .forEach(row::add);
      rows.add(row);
    }
    return Table.markdown(
        List.of("nodes", "busiest node, sizes unequal by 0.5", "0.8", "1.0"), rows);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Formats a number with two or three significant digits, and says if it is next to nothing. */
  private static String number(double value) {
    if (value > 0 && value < LEAST) {
      return "< " + LEAST;
    }
    return value == Math.rint(value) || value >= 100
        ? format("%,.0f", value)
        : format(value >= 10 ? "%.1f" : "%.2f", value);
  }

  private static String percent(double share) {
    return share >= 0.1 ? format("%,.0f %%", share * 100) : format("%.2f %%", share * 100);
  }

  private static String count(double inputs) {
    return inputs < 1e9
        ? format("%.0f million", inputs / 1e6)
        : format("%.0f billion", inputs / 1e9);
  }

  private static String bytes(double bytes) {
    return bytes < 1e6
        ? format("%.1f kB", bytes / 1e3)
        : bytes < 1e9
            ? format("%.1f MB", bytes / 1e6)
            : bytes < 1e12 ? format("%.1f GB", bytes / 1e9) : format("%.1f TB", bytes / 1e12);
  }

  private static String seconds(double seconds) {
    return seconds < 60
        ? format("%.1f s", seconds)
        : seconds < 7_200
            ? format("%.0f min", seconds / 60)
            : seconds < 172_800
                ? format("%.0f h", seconds / 3_600)
                : format("%,.0f days", seconds / 86_400);
  }
}
