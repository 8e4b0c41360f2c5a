package io.zkpersona.cli.transfer;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV. Each value is in quotes; a field without quotes and content is null, so that an empty
 * text differs from none.
 */
final class CsvWriter implements RowWriter {

  static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .setRecordSeparator('\n')
          .setIgnoreEmptyLines(true)
          .setCommentMarker('#')
          .get();

  private final Shape<?> shape;
  private final CSVPrinter csv;

  CsvWriter(FileHeader header, Shape<?> shape, OutputStream out) throws IOException {
    this.shape = shape;
    this.csv =
        new CSVPrinter(
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), FORMAT);
    csv.printComment(header.comment());
    csv.printRecord(shape.paths());
  }

  @Override
  public void write(Object entity) throws IOException {
    List<@Nullable String> fields = new ArrayList<>();
    add(fields, shape, entity);
    csv.printRecord(fields);
  }

  private static void add(List<@Nullable String> fields, Shape<?> of, @Nullable Object record) {
    for (Shape.Member member : of.members()) {
      Object value = record == null ? null : member.of(record);
      Scalar scalar = member.scalar();
      if (member.nested() != null) {
        add(fields, member.nested(), value);
      } else {
        fields.add(value == null || scalar == null ? null : scalar.toText().apply(value));
      }
    }
  }

  @Override
  public void finish(long rows) throws IOException {
    csv.printComment("zkpersona rows=" + rows);
  }

  @Override
  public void close() throws IOException {
    csv.close(true);
  }
}
