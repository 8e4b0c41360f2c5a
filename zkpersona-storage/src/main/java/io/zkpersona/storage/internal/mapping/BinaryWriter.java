package io.zkpersona.storage.internal.mapping;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;

/**
 * Writes rows in the binary format of COPY (PostgreSQL documentation, "COPY", section "Binary
 * Format"), each value as the receive function of its type expects it. Rows are buffered, and the
 * buffer is flushed when it is full enough. Belongs to one call.
 */
public final class BinaryWriter {

  /** The destination of the bytes; it does not keep the array. */
  @FunctionalInterface
  public interface Sink {

    /** Takes the first {@code length} bytes. */
    void write(byte[] bytes, int length) throws SQLException;
  }

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  private static final int ENOUGH = 1 << 16;
  private static final int SPARE = 1 << 12;
  private static final int NO_FLAGS = 0;
  private static final int NO_EXTENSION = 0;
  private static final int NULL = -1;
  private static final int END = -1;
  private static final int MAY_HAVE_NULLS = 1;
  private static final int FIRST_INDEX = 1;
  private static final byte JSONB_VERSION = 1;

  // PostgreSQL counts days from 2000-01-01.
  private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();

  private final Sink sink;
  private byte[] buffer;
  private int length;

  /** Starts with the header that precedes all rows. */
  public BinaryWriter(Sink sink) {
    this(sink, ENOUGH + SPARE);
    raw(SIGNATURE);
    int4Raw(NO_FLAGS);
    int4Raw(NO_EXTENSION);
  }

  private BinaryWriter(Sink sink, int room) {
    this.sink = sink;
    this.buffer = new byte[room];
  }

  /** Encodes an array of one dimension; its elements are encoded like the values of a row. */
  static <T extends @Nullable Object> byte[] array(
      int elementType, Collection<? extends T> elements, BiConsumer<BinaryWriter, T> one) {
    BinaryWriter out = new BinaryWriter((bytes, length) -> {}, SPARE);
    out.int4Raw(elements.isEmpty() ? 0 : 1);
    out.int4Raw(MAY_HAVE_NULLS);
    out.int4Raw(elementType);
    if (!elements.isEmpty()) {
      out.int4Raw(elements.size());
      out.int4Raw(FIRST_INDEX);
    }
    elements.forEach(element -> one.accept(out, element));
    return Arrays.copyOf(out.buffer, out.length);
  }

  /** Begins a row; the given number of values must follow. */
  public void row(int values) throws SQLException {
    if (length >= ENOUGH) {
      flush();
    }
    int2Raw(values);
  }

  /** Writes the trailer and flushes the rest. */
  public void end() throws SQLException {
    int2Raw(END);
    flush();
  }

  private void flush() throws SQLException {
    sink.write(buffer, length);
    length = 0;
  }

  void nothing() {
    int4Raw(NULL);
  }

  void uuid(UUID value) {
    int4Raw(16);
    int8Raw(value.getMostSignificantBits());
    int8Raw(value.getLeastSignificantBits());
  }

  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void bool(boolean value) {
    int4Raw(1);
    room(1);
    buffer[length++] = (byte) (value ? 1 : 0);
  }

  void int4(int value) {
    int4Raw(4);
    int4Raw(value);
  }

  void int8(long value) {
    int4Raw(8);
    int8Raw(value);
  }

  void numeric(BigDecimal value) {
    bytes(ByteConverter.numeric(value));
  }

  void date(LocalDate value) {
    int4((int) (value.toEpochDay() - EPOCH_DAY));
  }

  /** Writes a time, exact to the microsecond; smaller fractions are truncated. */
  void instant(Instant value) {
    int8(BinaryInstant.micros(value));
  }

  void jsonb(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    int4Raw(1 + text.length);
    room(1);
    buffer[length++] = JSONB_VERSION;
    raw(text);
  }

  void bytes(byte[] value) {
    int4Raw(value.length);
    raw(value);
  }

  private void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, buffer, length, value.length);
    length += value.length;
  }

  private void int2Raw(int value) {
    room(2);
    ByteConverter.int2(buffer, length, value);
    length += 2;
  }

  private void int4Raw(int value) {
    room(4);
    ByteConverter.int4(buffer, length, value);
    length += 4;
  }

  private void int8Raw(long value) {
    room(8);
    ByteConverter.int8(buffer, length, value);
    length += 8;
  }

  private void room(int bytes) {
    if (buffer.length - length < bytes) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, Math.addExact(length, bytes)));
    }
  }
}
