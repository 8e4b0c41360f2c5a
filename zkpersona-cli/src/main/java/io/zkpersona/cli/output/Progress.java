package io.zkpersona.cli.output;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress of a long command, drawn on a terminal and nowhere else. Not thread-safe. */
public interface Progress extends AutoCloseable {

  /**
   * Records the number reached.
   *
   * @param count the number of rows or bytes so far
   */
  void at(long count);

  /** Removes the display. */
  @Override
  void close();

  /**
   * Starts to show progress.
   *
   * @param terminal decides whether anything is shown
   * @param err where the bar is drawn
   * @param task what is done, in a few words
   * @param unit the unit of the counts, such as {@code rows}
   * @param size the number at the end; negative if unknown
   */
  static Progress start(Terminal terminal, PrintStream err, String task, String unit, long size) {
    return terminal.isInteractive() ? new Bar(err, task, unit, size) : new Silent();
  }

  /** Shows nothing. */
  record Silent() implements Progress {
    @Override
    public void at(long count) {
      // Nobody watches.
    }

    @Override
    public void close() {
      // Nothing was drawn.
    }
  }

  /** Draws a bar that disappears at the end. */
  final class Bar implements Progress {

    private static final int WIDTH = 79;

    private final PrintStream err;
    private final ProgressBar bar;

    Bar(PrintStream err, String task, String unit, long size) {
      this.err = err;
      // The default consumer loads native code to determine the terminal's width.
      this.bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(size)
              .setUnit(" " + unit, 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
              .build();
    }

    @Override
    public void at(long count) {
      bar.stepTo(count);
    }

    @Override
    public void close() {
      bar.close();
      draw(" ".repeat(WIDTH) + '\r');
    }

    private void draw(String text) {
      err.print('\r' + text);
      err.flush();
    }
  }
}
