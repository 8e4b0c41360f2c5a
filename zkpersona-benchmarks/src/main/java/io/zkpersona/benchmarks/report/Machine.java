package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment of a run, which figures need to be meaningful. */
public final class Machine {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Returns processor, memory, system, Java and server by name. */
  public static Map<String, String> facts(Fixture fixture) throws SQLException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", processor());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("Java", System.getProperty("java.runtime.version"));
    facts.put(
        "heap", String.format(Locale.ROOT, "%,d MiB", Runtime.getRuntime().maxMemory() >> 20));
    facts.put("PostgreSQL", fixture.ask("SHOW server_version"));
    return facts;
  }

  /** Returns the versions of the compared libraries, as recorded by the build. */
  public static Map<String, String> libraries() throws IOException {
    Properties properties = new Properties();
    try (var in =
        Machine.class.getResourceAsStream("/io/zkpersona/benchmarks/versions.properties")) {
      properties.load(in);
    }
    Map<String, String> versions = new LinkedHashMap<>();
    properties.stringPropertyNames().stream()
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .forEach(name -> versions.put(name.replace('_', ' '), properties.getProperty(name)));
    return versions;
  }

  /**
   * Returns the text below every table: date, machine, settings and versions.
   *
   * @param date as in {@link #now}
   * @param how further remarks on the run
   */
  public static String footer(String date, String how, Fixture fixture, Server server)
      throws SQLException, IOException {
    return """
        %s, %s

        Machine: %s.

        Server settings: %s.

        Versions: %s.
        """
        .formatted(date, how, line(facts(fixture)), line(server.settings()), line(libraries()));
  }

  /** Returns the time in UTC, to the second. */
  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String line(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String processor() {
    if (Files.isReadable(CPU_INFO)) {
      try (Stream<String> lines = Files.lines(CPU_INFO)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }

  private static String memory() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT, "%.0f GiB", system.getTotalMemorySize() / (double) (1L << 30));
  }
}
