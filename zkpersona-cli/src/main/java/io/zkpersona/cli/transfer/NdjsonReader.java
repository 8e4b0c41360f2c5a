package io.zkpersona.cli.transfer;

import io.zkpersona.domain.error.ValidationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object of each line. */
final class NdjsonReader<E> implements RowReader<E> {

  private final BufferedReader lines;
  private final Shape<E> shape;
  private OptionalLong announced = OptionalLong.empty();
  private @Nullable String pending;

  /**
   * Creates a reader.
   *
   * @param pending a line that was read already; null if none was
   */
  NdjsonReader(BufferedReader lines, @Nullable String pending, Shape<E> shape) {
    this.lines = lines;
    this.pending = pending;
    this.shape = shape;
  }

  /** Returns the header in a first line; null if it is a row. */
  static @Nullable FileHeader header(String line) {
    String text = JsonObjectText.members(line).get(FileHeader.MEMBER);
    if (text == null) {
      return null;
    }
    Map<String, String> header = JsonObjectText.members(text);
    return new FileHeader(
        header.getOrDefault("format", "none"),
        JsonObjectText.string(header.getOrDefault("entity", "\"\"")));
  }

  @Override
  public @Nullable E next() throws IOException {
    String line = pending == null ? lines.readLine() : pending;
    pending = null;
    while (line != null && line.isBlank()) {
      line = lines.readLine();
    }
    if (line == null) {
      return null;
    }
    Map<String, String> members = JsonObjectText.members(line);
    String last = members.get(FileHeader.MEMBER);
    if (last != null) {
      announced = OptionalLong.of(rows(JsonObjectText.members(last)));
      return next();
    }
    return read(shape, "", members);
  }

  private static long rows(Map<String, String> last) {
    try {
      return Long.parseLong(last.getOrDefault("rows", ""));
    } catch (NumberFormatException e) {
      throw new TransferException("last line: no number of rows (expected: a number)");
    }
  }

  private static <R> R read(Shape<R> of, String prefix, Map<String, String> members) {
    for (String name : members.keySet()) {
      if (of.member(name).isEmpty()) {
        throw unknown(prefix + SafeName.of(name), of);
      }
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (Shape.Member member : of.members()) {
      values.add(value(prefix + member.name(), member, members.get(member.name())));
    }
    return of.create(values);
  }

  private static @Nullable Object value(String path, Shape.Member member, @Nullable String text) {
    Scalar scalar = member.scalar();
    if (text == null) {
      return null;
    }
    if (scalar != null && scalar.kind() == Scalar.Kind.JSON) {
      return Shape.parse(path, scalar, text);
    }
    if (text.equals("null")) {
      return null;
    }
    if (member.nested() != null) {
      return read(member.nested(), path + ".", JsonObjectText.members(text));
    }
    if (scalar == null || text.startsWith("{") || text.startsWith("[")) {
      throw new ValidationException(path, "an object or array (expected: a single value)");
    }
    return Shape.parse(path, scalar, text.startsWith("\"") ? JsonObjectText.string(text) : text);
  }

  static TransferException unknown(String path, Shape<?> of) {
    return new TransferException(
        path + ": unknown (expected: " + String.join(", ", of.paths()) + ")");
  }

  @Override
  public OptionalLong announcedRows() {
    return announced;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
