package io.zkpersona.storage.internal.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * The codecs, chosen by a generated field's type and converter. The code generator's configuration
 * alone declares that a column holds an {@code InputType}; the codecs know only the driver's few
 * types.
 */
public final class Codecs {

  /** A count, or any other whole number. */
  public static final Codec<Long> LONG =
      new Plain<>(Long.class, "int8", Types.BIGINT, BinaryWriter::int8);

  /** A point in time. */
  public static final Codec<Instant> INSTANT = new InstantCodec();

  private static final Map<Class<?>, Codec<?>> BY_TYPE =
      List.<BaseCodec<?>>of(
              new Plain<>(UUID.class, "uuid", Types.OTHER, BinaryWriter::uuid),
              new Plain<>(String.class, "text", Types.VARCHAR, BinaryWriter::text),
              new Plain<>(Boolean.class, "bool", Types.BOOLEAN, BinaryWriter::bool),
              new Plain<>(Integer.class, "int4", Types.INTEGER, BinaryWriter::int4),
              (BaseCodec<Long>) LONG,
              new Plain<>(BigDecimal.class, "numeric", Types.NUMERIC, BinaryWriter::numeric),
              new DateCodec(),
              new BigIntegerCodec(),
              new InstantCodec(),
              new JsonbCodec(),
              new BytesCodec())
          .stream()
          .collect(Collectors.toUnmodifiableMap(BaseCodec::type, codec -> codec));

  private Codecs() {}

  /**
   * Returns the codec of a column: that of its database type, combined with its converter if it has
   * one.
   */
  @SuppressWarnings("unchecked")
  public static <T> Codec<T> of(Field<T> field) {
    Codec<?> direct = BY_TYPE.get(field.getType());
    if (direct != null) {
      return (Codec<T>) direct;
    }
    return converted(field, (Converter<?, T>) field.getConverter());
  }

  @SuppressWarnings("unchecked")
  private static <B, T> Codec<T> converted(Field<T> field, Converter<B, T> converter) {
    Codec<B> base = (Codec<B>) BY_TYPE.get(converter.fromType());
    if (base == null) {
      throw new IllegalStateException(
          "no codec for column " + field.getQualifiedName() + " of " + converter.fromType());
    }
    return new Converted<>(base, converter);
  }

  private static class Plain<T> extends BaseCodec<T> {

    private final Class<T> type;
    private final int jdbcType;
    private final BiConsumer<BinaryWriter, T> writer;

    Plain(Class<T> type, String sqlType, int jdbcType, BiConsumer<BinaryWriter, T> writer) {
      super(type, sqlType);
      this.type = type;
      this.jdbcType = jdbcType;
      this.writer = writer;
    }

    @Override
    final void writeValue(BinaryWriter out, T value) {
      writer.accept(out, value);
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable T value)
        throws SQLException {
      if (value == null && jdbcType == Types.OTHER) {
        bindNull(statement, position, jdbcType);
      } else {
        statement.setObject(position, value, jdbcType);
      }
    }

    @Override
    public @Nullable T read(ResultSet row, int position) throws SQLException {
      return row.getObject(position, type);
    }
  }

  private static final class DateCodec extends Plain<LocalDate> {

    DateCodec() {
      super(LocalDate.class, "date", Types.DATE, BinaryWriter::date);
    }

    @Override
    Object toElement(LocalDate value) {
      return DateText.of(value);
    }

    @Override
    public @Nullable LocalDate read(ResultSet row, int position) throws SQLException {
      LocalDate read = super.read(row, position);
      if (LocalDate.MAX.equals(read) || LocalDate.MIN.equals(read)) {
        throw new DateTimeException("infinite");
      }
      return read;
    }
  }

  /** For a numeric column without decimals, which the driver returns only as a BigDecimal. */
  private static final class BigIntegerCodec extends BaseCodec<BigInteger> {

    BigIntegerCodec() {
      super(BigInteger.class, "numeric");
    }

    @Override
    Object toDriver(BigInteger value) {
      return new BigDecimal(value);
    }

    @Override
    void writeValue(BinaryWriter out, BigInteger value) {
      out.numeric(new BigDecimal(value));
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable BigInteger value)
        throws SQLException {
      statement.setObject(position, value == null ? null : toDriver(value), Types.NUMERIC);
    }

    @Override
    public @Nullable BigInteger read(ResultSet row, int position) throws SQLException {
      BigDecimal value = row.getBigDecimal(position);
      return value == null ? null : value.toBigIntegerExact();
    }
  }

  private static final class JsonbCodec extends BaseCodec<JSONB> {

    JsonbCodec() {
      super(JSONB.class, "jsonb");
    }

    @Override
    Object toDriver(JSONB value) {
      return value.data();
    }

    @Override
    void writeValue(BinaryWriter out, JSONB value) {
      out.jsonb(value.data());
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable JSONB value)
        throws SQLException {
      if (value == null) {
        bindNull(statement, position, Types.OTHER);
      } else {
        PGobject typed = new PGobject();
        typed.setType(sqlType());
        typed.setValue(value.data());
        statement.setObject(position, typed);
      }
    }

    @Override
    public @Nullable JSONB read(ResultSet row, int position) throws SQLException {
      String text = row.getString(position);
      return text == null ? null : JSONB.valueOf(text);
    }
  }

  private static final class BytesCodec extends BaseCodec<byte[]> {

    BytesCodec() {
      super(byte[].class, "bytea");
    }

    @Override
    @Nullable Object[] elements(int count) {
      return new byte[count][];
    }

    @Override
    void writeValue(BinaryWriter out, byte[] value) {
      out.bytes(value);
    }

    @Override
    public void bind(PreparedStatement statement, int position, byte @Nullable [] value)
        throws SQLException {
      statement.setBytes(position, value);
    }

    @Override
    public byte @Nullable [] read(ResultSet row, int position) throws SQLException {
      return row.getBytes(position);
    }
  }

  private static final class Converted<B, T> implements Codec<T> {

    private final Codec<B> base;
    private final Converter<B, T> converter;

    Converted(Codec<B> base, Converter<B, T> converter) {
      this.base = base;
      this.converter = converter;
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable T value)
        throws SQLException {
      base.bind(statement, position, value == null ? null : converter.to(value));
    }

    @Override
    public @Nullable T read(ResultSet row, int position) throws SQLException {
      B value = base.read(row, position);
      return value == null ? null : converter.from(value);
    }

    @Override
    public void write(BinaryWriter out, @Nullable T value) {
      base.write(out, value == null ? null : converter.to(value));
    }

    @Override
    public Array array(Connection connection, Collection<? extends @Nullable T> values)
        throws SQLException {
      List<@Nullable B> bases = new ArrayList<>(values.size());
      for (@Nullable T value : values) {
        bases.add(value == null ? null : converter.to(value));
      }
      return base.array(connection, bases);
    }
  }
}
