package io.zkpersona.cli.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads CSV as {@link CsvWriter} writes it, or with fewer columns in another order. */
final class CsvReader<E> implements RowReader<E> {

  private static final CSVFormat FORMAT =
      CsvWriter.FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();

  private static final Pattern LAST = Pattern.compile("\\s*zkpersona rows=([0-9]{1,18})\\s*");

  private final Shape<E> shape;
  private final CSVParser csv;
  private final Iterator<CSVRecord> records;

  CsvReader(BufferedReader text, Shape<E> shape) throws IOException {
    this.shape = shape;
    this.csv = FORMAT.parse(text);
    List<String> known = shape.paths();
    for (String name : csv.getHeaderNames()) {
      if (!known.contains(name)) {
        throw NdjsonReader.unknown("column " + SafeName.of(name), shape);
      }
    }
    this.records = csv.iterator();
  }

  @Override
  public @Nullable E next() throws IOException {
    try {
      if (!records.hasNext()) {
        return null;
      }
      CSVRecord record = records.next();
      if (!record.isConsistent()) {
        throw new TransferException(
            record.size() + " fields (expected: " + csv.getHeaderNames().size() + ")");
      }
      return read(shape, "", record.toMap());
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof CSVException)) {
        throw e;
      }
      throw new TransferException("not CSV (expected: fields in quotes, as RFC 4180 says)");
    }
  }

  private static <R> R read(Shape<R> of, String prefix, Map<String, @Nullable String> fields) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Shape.Member member : of.members()) {
      values.add(value(prefix + member.name(), member, fields));
    }
    return of.create(values);
  }

  private static @Nullable Object value(
      String path, Shape.Member member, Map<String, @Nullable String> fields) {
    Scalar scalar = member.scalar();
    if (member.nested() != null) {
      String prefix = path + ".";
      boolean given =
          fields.entrySet().stream()
              .anyMatch(field -> field.getKey().startsWith(prefix) && field.getValue() != null);
      return given ? read(member.nested(), prefix, fields) : null;
    }
    String text = fields.get(path);
    return text == null || scalar == null ? null : Shape.parse(path, scalar, text);
  }

  @Override
  public OptionalLong announcedRows() {
    Matcher matcher = LAST.matcher(csv.hasTrailerComment() ? csv.getTrailerComment() : "");
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
