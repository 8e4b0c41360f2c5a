package io.zkpersona.examples.console;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The output for the user: plain ASCII, which every console can display. */
public final class Output {

  private static final String INDENT = "    ";

  private final PrintStream out;

  /** Creates an output that prints to a stream. */
  public Output(PrintStream out) {
    this.out = out;
  }

  /** Prints an underlined title. */
  public void title(String text) {
    out.println(text);
    out.println("=".repeat(text.length()));
  }

  /** Announces a step: its number and name and, below, its purpose. */
  public void step(int number, String name, String purpose) {
    out.println();
    out.printf(Locale.ROOT, "Step %d: %s%n", number, name);
    line("(%s)", purpose);
  }

  /** Prints a line, formatted in the root locale. */
  public void line(String format, Object... values) {
    out.println(INDENT + String.format(Locale.ROOT, format, values));
  }

  /** Returns the value, or a placeholder for null. */
  public static Object orNone(@Nullable Object value) {
    return value == null ? "none" : value;
  }

  /** Prints an empty line. */
  public void gap() {
    out.println();
  }

  /** Prints a table. */
  public void table(Table table) {
    table.lines().forEach(line -> out.println(INDENT + line));
  }

  /** Returns a bar for a part of a whole. A part above zero is never shown as empty. */
  public static String bar(long part, long whole, int width) {
    long length = whole == 0 ? 0 : Math.round((double) part * width / whole);
    return "#".repeat(Math.toIntExact(part > 0 ? Math.max(1, length) : 0));
  }

  /** Formats a number with a comma between groups of three digits. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
