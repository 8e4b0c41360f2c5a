package io.zkpersona.examples.console;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The output for the user: plain ASCII, which every console can display. */
final class Output {

  private static final String INDENT = "    ";

  private final PrintStream out;

  Output(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.println(text);
    out.println("=".repeat(text.length()));
  }

  /** Announces a step: its number and name and, below, its purpose. */
  void step(int number, String name, String purpose) {
    out.println();
    out.printf(Locale.ROOT, "Step %d: %s%n", number, name);
    line("(%s)", purpose);
  }

  void line(String format, Object... values) {
    out.println(INDENT + String.format(Locale.ROOT, format, values));
  }

  /** Returns the value, or a placeholder for null. */
  static Object orNone(@Nullable Object value) {
    return value == null ? "none" : value;
  }

  void gap() {
    out.println();
  }

  void table(Table table) {
    table.lines().forEach(line -> out.println(INDENT + line));
  }

  /** Returns a bar for a part of a whole. A part above zero is never shown as empty. */
  static String bar(long part, long whole, int width) {
    long length = whole == 0 ? 0 : Math.round((double) part * width / whole);
    return "#".repeat(Math.toIntExact(part > 0 ? Math.max(1, length) : 0));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
