package io.zkpersona.examples.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a UTF-8 file line by line and counts the lines, with only one line in memory. */
public final class LineReader implements Closeable {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Java's decoder substitutes this character for bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final BufferedReader reader;
  private long number;

  /** Creates a reader; closing it closes the stream. */
  public LineReader(InputStream in) {
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Returns the next line that is not blank; null at the end. */
  public @Nullable String next() throws IOException {
    String line = reader.readLine();
    while (line != null) {
      number++;
      if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
        line = line.substring(BYTE_ORDER_MARK.length());
      }
      if (!line.isBlank()) {
        return line;
      }
      line = reader.readLine();
    }
    return null;
  }

  /** Returns the number of the last line read, from 1. */
  public long number() {
    return number;
  }

  /** Rejects a line that was not UTF-8, because storing it would falsify the text. */
  public static void checkDecoded(String line) throws MalformedLineException {
    int position = line.indexOf(REPLACEMENT);
    if (position >= 0) {
      throw new MalformedLineException("no UTF-8 at character " + (position + 1));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
