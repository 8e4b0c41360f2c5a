package io.zkpersona.benchmarks.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;

/**
 * The figures that one server was measured with.
 *
 * @param date the end of the measurement, in UTC
 * @param machine the environment
 * @param rows the number of inputs that the server held
 * @param calls the cost of each call
 * @param replayedPerSecond how many inputs, saved and scored, a replica replays in a second, and a
 *     server after a crash
 * @param connectionBytes the memory of a session that has made all of the calls
 */
public record MeasuredNode(
    String date,
    Map<String, String> machine,
    long rows,
    Map<Operation, MeasuredCall> calls,
    double replayedPerSecond,
    double connectionBytes) {

  private static final String RECORDED = "node.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Returns the figures from which the guide's tables are computed. */
  public static MeasuredNode recorded() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MeasuredNode.class.getResourceAsStream(RECORDED), RECORDED)) {
      return JSON.readValue(in, MeasuredNode.class);
    }
  }

  /** Returns the cost of a call. */
  MeasuredCall cost(Operation operation) {
    return Objects.requireNonNull(calls.get(operation), operation.label());
  }

  /** Returns the form that {@link #recorded} reads. */
  public String toJson() throws IOException {
    return JSON.writeValueAsString(this) + "\n";
  }
}
