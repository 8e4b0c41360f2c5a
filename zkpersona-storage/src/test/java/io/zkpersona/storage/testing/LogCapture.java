package io.zkpersona.storage.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes what is logged while it is open; the logger of the tests writes to {@code System.err}. */
public final class LogCapture implements AutoCloseable {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  /** Starts taking. */
  @SuppressWarnings("SystemOut")
  public LogCapture() {
    System.setErr(new PrintStream(taken, true, StandardCharsets.UTF_8));
  }

  /** What was logged up to now. */
  public String text() {
    return taken.toString(StandardCharsets.UTF_8);
  }

  /** The lines that hold a text. */
  public List<String> lines(String part) {
    return text().lines().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
