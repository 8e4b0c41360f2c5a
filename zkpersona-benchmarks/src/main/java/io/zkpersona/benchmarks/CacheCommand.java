package io.zkpersona.benchmarks;

import io.zkpersona.benchmarks.data.RedisProcess;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.jmh.CachedReads;
import io.zkpersona.benchmarks.jmh.CachedReads.Path;
import io.zkpersona.benchmarks.jmh.CachedReads.Times;
import io.zkpersona.benchmarks.report.Machine;
import io.zkpersona.benchmarks.report.Numbers;
import io.zkpersona.benchmarks.report.Results;
import io.zkpersona.benchmarks.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures reads through the caches. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    description =
        "Reads users and permissions from the database, from the near cache and from Redis, on a"
            + " hit and on a miss, in turns. Without a Redis server, its lines are left out.")
final class CacheCommand implements Callable<Integer> {

  private static final double NANOS_A_MICRO = 1_000;
  private static final double NEAR_TARGET = 200;

  @Option(names = "--turns", description = "Turns of each way. Default: ${DEFAULT-VALUE}.")
  private int turns = 11;

  @Option(names = "--turn", description = "Milliseconds of a turn. Default: ${DEFAULT-VALUE}.")
  private int turn = 300;

  @Option(names = "--out", description = "The folder for the results. Default: ${DEFAULT-VALUE}.")
  private java.nio.file.Path out = java.nio.file.Path.of("target", "results");

  @Override
  public Integer call() throws IOException, RunnerException {
    if (turns < 1 || turn < 1) {
      System.err.printf(Locale.ROOT, "--turns %d, --turn %d (expected: at least 1)%n", turns, turn);
      return CommandLine.ExitCode.USAGE;
    }
    Optional<RedisProcess> redis = RedisProcess.start();
    if (redis.isEmpty()) {
      System.out.println("Redis is not installed (apt-get install redis-server)");
    }
    List<List<String>> lines = new ArrayList<>();
    try (CachedReads reads = CachedReads.start(Server.start("128MB", "off"), redis.orElse(null))) {
      for (String call : CachedReads.calls()) {
        lines.addAll(lines(reads, call, Path.all(redis.isPresent())));
      }
    } finally {
      redis.ifPresent(RedisProcess::close);
    }
    String text =
        Table.markdown(
                List.of("call", "time", "of the database", "processor time", "target"), lines)
            + String.format(
                Locale.ROOT, "%n%s; %d turns of %d ms each way.%n", Machine.now(), turns, turn);
    System.out.println(text);
    Results.write(out, "cache.md", text);
    return 0;
  }

  private List<List<String>> lines(CachedReads reads, String call, List<Path> paths)
      throws RunnerException {
    Map<Path, List<Double>> times = new EnumMap<>(Path.class);
    Map<Path, List<Double>> ratios = new EnumMap<>(Path.class);
    Map<Path, List<Double>> processor = new EnumMap<>(Path.class);
    for (int i = 0; i < turns; i++) {
      Map<Path, Times> round = new EnumMap<>(Path.class);
      for (Path path : paths) {
        round.put(path, reads.turn(call, path, Duration.ofMillis(turn)));
      }
      double database = Objects.requireNonNull(round.get(Path.DATABASE)).call();
      round.forEach(
          (path, time) -> {
            times.computeIfAbsent(path, made -> new ArrayList<>()).add(time.call());
            ratios.computeIfAbsent(path, made -> new ArrayList<>()).add(time.call() / database);
            processor.computeIfAbsent(path, made -> new ArrayList<>()).add(time.processor());
          });
    }
    List<List<String>> lines = new ArrayList<>();
    for (Path path : paths) {
      double own = median(Objects.requireNonNull(processor.get(path)));
      lines.add(
          List.of(
              call + ", " + path.label(),
              time(median(Objects.requireNonNull(times.get(path)))),
              Numbers.ratio(median(Objects.requireNonNull(ratios.get(path)))),
              time(own),
              target(path, own)));
    }
    return lines;
  }

  private static String time(double nanos) {
    return nanos < NANOS_A_MICRO
        ? String.format(Locale.ROOT, "%.0f ns", nanos)
        : Numbers.time(nanos / NANOS_A_MICRO);
  }

  private static String target(Path path, double nanos) {
    if (path != Path.NEAR_HIT) {
      return Numbers.NONE;
    }
    return nanos <= NEAR_TARGET ? "≤ 200 ns, met" : "≤ 200 ns, missed";
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
