package io.zkpersona.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.zkpersona.benchmarks.jmh.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a run.
 *
 * @param date when it ended, in UTC
 * @param rows how many rows the table had
 * @param machine what it ran on
 * @param server what the server was told beyond its defaults
 * @param libraries the versions of what was compared
 * @param samples every turn
 * @param startMillis every launch of a JVM, from its start to its first row
 */
public record Results(
    String date,
    long rows,
    Map<String, String> machine,
    Map<String, String> server,
    Map<String, String> libraries,
    List<Sample> samples,
    Map<String, List<Double>> startMillis) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes {@code results.json} and {@code table.md} into a folder. */
  public void write(Path folder, String table) throws IOException {
    Files.createDirectories(folder);
    JSON.writeValue(folder.resolve("results.json").toFile(), this);
    write(folder, "table.md", table);
  }

  /** Writes one text into a folder. */
  public static void write(Path folder, String name, String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), text);
  }
}
