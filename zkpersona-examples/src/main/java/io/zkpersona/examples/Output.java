package io.zkpersona.examples;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the person in front of the screen reads. Plain ASCII, which every console can show. */
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

  /** Announces a step: its number, what is done and, below, why one would. */
  void step(int number, String name, String purpose) {
    out.println();
    out.printf(Locale.ROOT, "Step %d: %s%n", number, name);
    line("(%s)", purpose);
  }

  void line(String format, Object... values) {
    out.println(INDENT + String.format(Locale.ROOT, format, values));
  }

  /** What a line shows for a value that there may not be. */
  static Object orNone(@Nullable Object value) {
    return value == null ? "none" : value;
  }

  void gap() {
    out.println();
  }

  void table(Table table) {
    table.lines().forEach(line -> out.println(INDENT + line));
  }

  /** A bar for a part of a whole. What is there at all is never shown as nothing. */
  static String bar(long part, long whole, int width) {
    long length = whole == 0 ? 0 : Math.round((double) part * width / whole);
    return "#".repeat(Math.toIntExact(part > 0 ? Math.max(1, length) : 0));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
