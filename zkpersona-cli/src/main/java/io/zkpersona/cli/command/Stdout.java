package io.zkpersona.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Standard output for large results: fails when its reader is gone, and is not closed. */
final class Stdout extends OutputStream {

  private final PrintStream out;

  Stdout(PrintStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    requireReader();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    requireReader();
  }

  @Override
  public void flush() throws IOException {
    requireReader();
  }

  @Override
  public void close() throws IOException {
    requireReader();
  }

  /** A print stream keeps its errors to itself. */
  private void requireReader() throws IOException {
    if (out.checkError()) {
      throw new IOException("standard output: closed (expected: a reader until the last row)");
    }
  }
}
