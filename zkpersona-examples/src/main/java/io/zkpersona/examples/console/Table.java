package io.zkpersona.examples.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of texts, with each column as wide as its widest text. */
public final class Table {

  private static final String RIGHT = ">";
  private static final String GAP = "  ";

  private final List<Boolean> rightAligned;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param headers a header for each column; one that begins with {@code >} aligns its column to
   *     the right, as numbers should be
   */
  public Table(String... headers) {
    List<String> texts = List.of(headers);
    rightAligned = texts.stream().map(header -> header.startsWith(RIGHT)).toList();
    rows.add(texts.stream().map(header -> header.replaceFirst("^" + RIGHT, "")).toList());
  }

  /** Adds a row with a text for each column. */
  public Table row(String... cells) {
    if (cells.length != rightAligned.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "cells: %d (expected: %d)", cells.length, rightAligned.size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Returns the lines: the header, a rule, and the rows. */
  List<String> lines() {
    int[] widths = new int[rightAligned.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    List<String> lines = new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
    lines.add(1, line(rule(widths), widths));
    return lines;
  }

  private static List<String> rule(int[] widths) {
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    return rule;
  }

  private String line(List<String> row, int[] widths) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String filling = " ".repeat(widths[column] - cell.length());
      cells.add(rightAligned.get(column) ? filling + cell : cell + filling);
    }
    return String.join(GAP, cells).stripTrailing();
  }
}
