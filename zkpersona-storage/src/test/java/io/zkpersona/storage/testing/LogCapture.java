package io.zkpersona.storage.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Captures log output while open; the tests' logger writes to {@code System.err}. */
public final class LogCapture implements AutoCloseable {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  /** Starts the capture. */
  @SuppressWarnings("SystemOut")
  public LogCapture() {
    System.setErr(new PrintStream(taken, true, StandardCharsets.UTF_8));
  }

  /** Returns the text logged so far. */
  public String text() {
    return taken.toString(StandardCharsets.UTF_8);
  }

  /** Returns the lines that contain a text. */
  public List<String> lines(String part) {
    return text().lines().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
