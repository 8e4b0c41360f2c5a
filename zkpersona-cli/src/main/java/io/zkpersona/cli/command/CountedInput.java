package io.zkpersona.cli.command;

import io.zkpersona.cli.output.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reports how many bytes were read. */
final class CountedInput extends FilterInputStream {

  private final Progress progress;
  private long count;

  CountedInput(InputStream in, Progress progress) {
    super(in);
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    advance(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    advance(Math.max(0, read));
    return read;
  }

  private void advance(int bytes) {
    count += bytes;
    progress.at(count);
  }
}
