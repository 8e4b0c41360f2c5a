package io.zkpersona.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, records and values as JSON. */
public final class JsonText {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /**
   * Returns a value as JSON.
   *
   * @param value a map, list, record, number, boolean, enum or anything whose text is its value
   */
  public static String of(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : map.entrySet()) {
        json.writeFieldName(String.valueOf(member.getKey()));
        write(json, member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Record row) {
      writeRecord(json, row);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name().toLowerCase(Locale.ROOT));
    } else {
      json.writeString(value.toString());
    }
  }

  /** A record of one component, such as an id, is that component. */
  private static void writeRecord(JsonGenerator json, Record row) throws IOException {
    RecordComponent[] components = row.getClass().getRecordComponents();
    if (components.length == 1) {
      write(json, read(row, components[0]));
      return;
    }
    json.writeStartObject();
    for (RecordComponent component : components) {
      json.writeFieldName(component.getName());
      write(json, read(row, component));
    }
    json.writeEndObject();
  }

  private static Method accessor(RecordComponent component) {
    Method accessor = component.getAccessor();
    // The record may belong to another package and be private to it.
    accessor.setAccessible(true);
    return accessor;
  }

  private static @Nullable Object read(Record row, RecordComponent component) {
    try {
      return accessor(component).invoke(row);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record's component can't be read", e);
    }
  }
}
