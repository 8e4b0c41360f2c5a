package io.zkpersona.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table of texts, with each column as wide as its widest text. Not thread-safe. */
public final class Table {

  private static final String RIGHT = ">";
  private static final String GAP = "  ";

  private final List<String> headers;
  private final List<Boolean> rightAligned;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param headers a header for each column; one that begins with {@code >} aligns its column to
   *     the right, as numbers should be
   */
  public Table(String... headers) {
    this.rightAligned = List.of(headers).stream().map(text -> text.startsWith(RIGHT)).toList();
    this.headers = List.of(headers).stream().map(text -> text.replaceFirst("^>", "")).toList();
  }

  /**
   * Adds a row.
   *
   * @param cells a value for each column; null is shown as {@code -}
   * @return this table
   */
  public Table row(@Nullable Object... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells (expected: " + headers.size() + ")");
    }
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(cell == null ? "-" : oneLine(Objects.toString(cell)));
    }
    rows.add(texts);
    return this;
  }

  /** Stored text must neither break the table nor control the terminal. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
  }

  /** Returns the lines: the header, then the rows. */
  List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(headers);
    all.addAll(rows);
    int[] widths = new int[headers.size()];
    for (List<String> row : all) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], width(row.get(column)));
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String filling = " ".repeat(widths[column] - width(cell));
      cells.add(rightAligned.get(column) ? filling + cell : cell + filling);
    }
    return String.join(GAP, cells).stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
