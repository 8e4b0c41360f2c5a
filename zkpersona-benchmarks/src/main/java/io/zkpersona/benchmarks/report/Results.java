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
 * The stored results of a run.
 *
 * @param date the end of the run, in UTC
 * @param rows the number of rows in the table
 * @param machine the environment of the run
 * @param server the server settings that differ from the defaults
 * @param libraries the versions of the compared libraries
 * @param samples every turn
 * @param startMillis the times of every JVM launch, from start to first row, in milliseconds
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

  /** Writes a text into a folder. */
  public static void write(Path folder, String name, String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), text);
  }
}
