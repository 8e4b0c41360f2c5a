package io.zkpersona.examples.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a UTF-8 file line by line and counts the lines, with only one line in memory. */
public final class LineReader implements Closeable {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final BufferedReader reader;
  private long number;

  /** The number of characters of the last line before bytes that are not UTF-8; -1 if all are. */
  private int decoded = -1;

  /** Creates a reader; closing it closes the stream. */
  public LineReader(InputStream in) {
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
  }

  /** Returns the next line that is not blank; null at the end. */
  public @Nullable String next() throws IOException {
    String line = read();
    while (line != null) {
      number++;
      if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
        line = line.substring(BYTE_ORDER_MARK.length());
        decoded = Math.max(-1, decoded - 1);
      }
      if (!line.isBlank()) {
        return line;
      }
      line = read();
    }
    return null;
  }

  /** Reads bytes up to the end of a line, of which UTF-8 has none inside a character. */
  private @Nullable String read() throws IOException {
    String bytes = reader.readLine();
    if (bytes == null) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    CharBuffer out = CharBuffer.allocate(bytes.length());
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    decoded = result.isError() ? out.position() : -1;
    return result.isError()
        ? new String(in.array(), StandardCharsets.UTF_8)
        : out.flip().toString();
  }

  /** Returns the number of the last line read, from 1. */
  public long number() {
    return number;
  }

  /** Rejects the last line if it was not UTF-8, because storing it would falsify the text. */
  public void checkDecoded() throws MalformedLineException {
    if (decoded >= 0) {
      throw new MalformedLineException("invalid UTF-8 at character " + (decoded + 1));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
