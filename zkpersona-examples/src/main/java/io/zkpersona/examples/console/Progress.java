package io.zkpersona.examples.console;

import io.zkpersona.examples.data.DataFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.wrapped.ProgressBarWrappedInputStream;

/** Displays the progress of reading a file: as a bar on a terminal, as plain lines elsewhere. */
public interface Progress {

  /** Opens a file and displays its progress until it is closed. */
  InputStream watch(DataFile file) throws IOException;

  /** Records that a line of the file was reached. */
  void reached(DataFile file, long line);

  /** Prints a message. */
  void say(String text);

  /** Returns the implementation that suits the output. */
  static Progress on(boolean terminal, Output out, PrintStream err) {
    return terminal ? new Bar(out, err) : new Plain(out);
  }

  /**
   * Prints lines that are also useful in a log.
   *
   * @param out where the lines go
   */
  record Plain(Output out) implements Progress {

    private static final long STRIDE = 50_000;

    @Override
    public InputStream watch(DataFile file) throws IOException {
      out.line("reading %s", file.name());
      return file.open();
    }

    @Override
    public void reached(DataFile file, long line) {
      if (line % STRIDE == 0) {
        out.line("reading %s: %,d lines", file.name(), line);
      }
    }

    @Override
    public void say(String text) {
      out.line("%s", text);
    }
  }

  /**
   * Draws a bar that disappears when the file has been read.
   *
   * @param out where messages go
   * @param err where the bar is drawn
   */
  record Bar(Output out, PrintStream err) implements Progress {

    private static final int WIDTH = 79;

    @Override
    public InputStream watch(DataFile file) throws IOException {
      // The default consumer loads native code to determine the terminal's width.
      ProgressBar bar =
          new ProgressBarBuilder()
              .setTaskName(file.name())
              .setInitialMax(file.size())
              .setUnit(" KiB", 1024)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
              .build();
      return new FilterInputStream(new ProgressBarWrappedInputStream(file.open(), bar)) {
        @Override
        public void close() throws IOException {
          super.close();
          clear();
        }
      };
    }

    @Override
    public void reached(DataFile file, long line) {
      // The bar counts bytes.
    }

    @Override
    public void say(String text) {
      clear();
      out.line("%s", text);
    }

    private void draw(String text) {
      err.print('\r' + text);
      err.flush();
    }

    private void clear() {
      draw(" ".repeat(WIDTH) + '\r');
    }
  }
}
