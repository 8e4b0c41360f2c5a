package io.zkpersona.cli.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;
import java.io.OutputStream;

/** Writes one JSON object in each line. A member without a value is absent. */
final class NdjsonWriter implements RowWriter {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  private final Shape<?> shape;
  private final JsonGenerator json;

  NdjsonWriter(FileHeader header, Shape<?> shape, OutputStream out) throws IOException {
    this.shape = shape;
    this.json = FACTORY.createGenerator(out).setRootValueSeparator(null);
    json.writeStartObject();
    json.writeObjectFieldStart(FileHeader.MEMBER);
    json.writeFieldName("format");
    json.writeNumber(header.format());
    json.writeStringField("entity", header.entity());
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void write(Object entity) throws IOException {
    write(shape, entity);
    json.writeRaw('\n');
  }

  private void write(Shape<?> of, Object record) throws IOException {
    json.writeStartObject();
    for (Shape.Member member : of.members()) {
      Object value = member.of(record);
      if (value != null) {
        json.writeFieldName(member.name());
        if (member.nested() != null) {
          write(member.nested(), value);
        } else if (member.scalar() != null) {
          write(member.scalar(), value);
        }
      }
    }
    json.writeEndObject();
  }

  private void write(Scalar scalar, Object value) throws IOException {
    String text = scalar.toText().apply(value);
    switch (scalar.kind()) {
      case TEXT -> json.writeString(text);
      case NUMBER -> json.writeNumber(text);
      case FLAG -> json.writeBoolean(Boolean.parseBoolean(text));
      // In JSON, a line break can only be white space between tokens.
      case JSON -> json.writeRawValue(text.replace('\n', ' ').replace('\r', ' '));
    }
  }

  @Override
  public void finish(long rows) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart(FileHeader.MEMBER);
    json.writeNumberField("rows", rows);
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
