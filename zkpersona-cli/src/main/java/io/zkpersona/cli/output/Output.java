package io.zkpersona.cli.output;

import java.io.PrintStream;
import java.util.function.Consumer;

/** The result of a command: JSON for programs, or lines and tables for people. */
public final class Output {

  private final PrintStream out;
  private final boolean json;

  /**
   * Creates an output.
   *
   * @param out standard output
   * @param json whether to write JSON
   */
  public Output(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * Shows a result.
   *
   * @param data the result as maps, lists, records and values, written as one line of JSON
   * @param text shows the same to people
   */
  public void show(Object data, Consumer<Output> text) {
    if (json) {
      out.println(JsonText.of(data));
    } else {
      text.accept(this);
    }
  }

  /**
   * Prints a line.
   *
   * @param text the line
   */
  public void line(String text) {
    out.println(text);
  }

  /**
   * Prints a table.
   *
   * @param table the table
   */
  public void table(Table table) {
    table.lines().forEach(out::println);
  }
}
