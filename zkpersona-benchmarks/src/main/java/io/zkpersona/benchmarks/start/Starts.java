package io.zkpersona.benchmarks.start;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Launches JVMs in turns and measures the time until each has read its first row. For class data
 * sharing, an earlier launch writes the archive. This requires a class path of jars only, as
 * produced by {@code package}, and is skipped otherwise.
 */
public final class Starts {

  private final Server server;
  private final String id;
  private final Path folder;
  private final Random random = new Random(11);

  /**
   * The kinds of launches.
   *
   * @param label the name in tables
   * @param candidate the candidate that reads the row
   * @param shared whether class data is shared
   */
  public record Kind(String label, Candidates candidate, boolean shared) {

    boolean isSlow() {
      return candidate == Candidates.STATELESS || candidate == Candidates.SPRING_DATA_JPA;
    }
  }

  /** All kinds of launches, raw JDBC first. */
  public static final List<Kind> KINDS =
      List.of(
          new Kind("raw JDBC", Candidates.RAW, false),
          new Kind("ZK-Persona", Candidates.ZK_PERSONA, false),
          new Kind("ZK-Persona, shared classes", Candidates.ZK_PERSONA, true),
          new Kind("jOOQ", Candidates.JOOQ, false),
          new Kind("StatelessSession", Candidates.STATELESS, false),
          new Kind("Spring Data JPA", Candidates.SPRING_DATA_JPA, false));

  /** Prepares launches against a filled server, with archives in a folder. */
  public Starts(Server server, Fixture fixture, Path folder) {
    this.server = server;
    this.id = fixture.dataset().id(1).value().toString();
    this.folder = folder;
  }

  /**
   * Returns the milliseconds of each launch, by kind.
   *
   * @param rounds the number of launches per kind
   * @param slowRounds the number of launches of slow kinds
   */
  public Map<Kind, List<Double>> measure(int rounds, int slowRounds)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Map<Kind, List<Double>> times = new LinkedHashMap<>();
    boolean jars = Stream.of(classPath().split(File.pathSeparator, -1)).noneMatch(Starts::isFolder);
    List<Kind> kinds = KINDS.stream().filter(kind -> jars || !kind.shared()).toList();
    for (Kind kind : kinds) {
      times.put(kind, new ArrayList<>());
      if (kind.shared()) {
        launch(kind, "-XX:ArchiveClassesAtExit=" + archive(kind));
      }
    }
    List<Kind> order = new ArrayList<>(kinds);
    for (int round = 0; round < rounds; round++) {
      Collections.shuffle(order, random);
      for (Kind kind : order) {
        if (round < slowRounds || !kind.isSlow()) {
          double millis =
              launch(
                  kind, kind.shared() ? "-XX:SharedArchiveFile=" + archive(kind) : "-Xshare:auto");
          times.computeIfAbsent(kind, first -> new ArrayList<>()).add(millis);
        }
      }
    }
    return times;
  }

  private static boolean isFolder(String entry) {
    return Files.isDirectory(Path.of(entry));
  }

  private Path archive(Kind kind) {
    return folder.resolve(kind.candidate().name() + ".jsa");
  }

  private double launch(Kind kind, String option) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            option,
            "-Xlog:disable",
            "-cp",
            classPath(),
            FirstRow.class.getName(),
            kind.candidate().name(),
            server.jdbcUrl(),
            id);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String row = out.readLine();
      double millis = (System.nanoTime() - start) / 1e6;
      if (process.waitFor() != 0 || !id.equals(row)) {
        throw new IllegalStateException(kind.label() + " read no row (expected: one)");
      }
      return millis;
    }
  }

  /**
   * Returns the class path of this JVM, with folders of classes replaced by neighboring jars if
   * there are any.
   */
  private static String classPath() throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      entries.add(Files.isDirectory(path) ? jarBeside(path).toString() : entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path jarBeside(Path classes) throws IOException {
    Path target = classes.toAbsolutePath().getParent();
    if (target == null) {
      return classes;
    }
    try (var files = Files.list(target)) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches("zkpersona-[a-z]+-[^-]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElse(classes);
    }
  }
}
