package io.zkpersona.examples;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.wrapped.ProgressBarWrappedInputStream;

/** Shows how far the reading of a file is: as a bar on a terminal, as plain lines elsewhere. */
interface Progress {

  /** Opens a file whose reading is shown from now on until it is closed. */
  InputStream watch(DataFile file) throws IOException;

  /** Notes that a line of the file was reached. */
  void reached(DataFile file, long line);

  /** Says something in between. */
  void say(String text);

  /** The kind that fits. */
  static Progress on(boolean terminal, Output out, PrintStream err) {
    return terminal ? new Bar(out, err) : new Plain(out);
  }

  /** Lines that also make sense in a log. */
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

  /** A bar that is gone when the file is read. */
  record Bar(Output out, PrintStream err) implements Progress {

    private static final int WIDTH = 79;

    @Override
    public InputStream watch(DataFile file) throws IOException {
      // A consumer of our own: the one that asks for the terminal's width loads native code for it.
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
