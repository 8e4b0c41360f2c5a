package io.zkpersona.storage.internal.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * The codecs, chosen by a generated field's own type and converter. That a column holds an {@code
 * InputType} is said once, in the code generator's configuration; what is here knows only the
 * handful of types the driver knows.
 */
public final class Codecs {

  /** A count, or any other whole number. */
  public static final Codec<Long> LONG = new Plain<>(Long.class, "int8", Types.BIGINT);

  /** A point in time. */
  public static final Codec<Instant> INSTANT = new InstantCodec();

  private static final Map<Class<?>, Codec<?>> BY_TYPE =
      List.<Base<?>>of(
              new Plain<>(UUID.class, "uuid", Types.OTHER),
              new Plain<>(String.class, "text", Types.VARCHAR),
              new Plain<>(Boolean.class, "bool", Types.BOOLEAN),
              new Plain<>(Integer.class, "int4", Types.INTEGER),
              new Plain<>(Long.class, "int8", Types.BIGINT),
              new Plain<>(BigDecimal.class, "numeric", Types.NUMERIC),
              new Plain<>(LocalDate.class, "date", Types.DATE),
              new BigIntegerCodec(),
              new InstantCodec(),
              new JsonbCodec(),
              new BytesCodec())
          .stream()
          .collect(Collectors.toUnmodifiableMap(Base::type, codec -> codec));

  private Codecs() {}

  /** The codec of a column: its database type's, behind the converter of its forced type. */
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

  /** A type the driver takes and gives as it is. */
  private abstract static class Base<T> implements Codec<T> {

    private final Class<T> type;
    private final String sqlType;

    Base(Class<T> type, String sqlType) {
      this.type = type;
      this.sqlType = sqlType;
    }

    final Class<T> type() {
      return type;
    }

    Object toDriver(T value) {
      return value;
    }

    @Override
    public final Array array(Connection connection, Collection<? extends T> values)
        throws SQLException {
      return connection.createArrayOf(sqlType, values.stream().map(this::toDriver).toArray());
    }
  }

  private static final class Plain<T> extends Base<T> {

    private final Class<T> type;
    private final int jdbcType;

    Plain(Class<T> type, String sqlType, int jdbcType) {
      super(type, sqlType);
      this.type = type;
      this.jdbcType = jdbcType;
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable T value)
        throws SQLException {
      statement.setObject(position, value, jdbcType);
    }

    @Override
    public @Nullable T read(ResultSet row, int position) throws SQLException {
      return row.getObject(position, type);
    }
  }

  private static final class InstantCodec extends Base<Instant> {

    InstantCodec() {
      super(Instant.class, "timestamptz");
    }

    @Override
    Object toDriver(Instant value) {
      return OffsetDateTime.ofInstant(value, ZoneOffset.UTC);
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable Instant value)
        throws SQLException {
      statement.setObject(
          position, value == null ? null : toDriver(value), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    public @Nullable Instant read(ResultSet row, int position) throws SQLException {
      OffsetDateTime value = row.getObject(position, OffsetDateTime.class);
      return value == null ? null : value.toInstant();
    }
  }

  /** Of a numeric column without decimals, which the driver gives as a BigDecimal only. */
  private static final class BigIntegerCodec extends Base<BigInteger> {

    BigIntegerCodec() {
      super(BigInteger.class, "numeric");
    }

    @Override
    Object toDriver(BigInteger value) {
      return new BigDecimal(value);
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

  private static final class JsonbCodec extends Base<JSONB> {

    JsonbCodec() {
      super(JSONB.class, "jsonb");
    }

    @Override
    Object toDriver(JSONB value) {
      return value.data();
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable JSONB value)
        throws SQLException {
      statement.setObject(position, value == null ? null : value.data(), Types.OTHER);
    }

    @Override
    public @Nullable JSONB read(ResultSet row, int position) throws SQLException {
      String text = row.getString(position);
      return text == null ? null : JSONB.valueOf(text);
    }
  }

  private static final class BytesCodec extends Base<byte[]> {

    BytesCodec() {
      super(byte[].class, "bytea");
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
    public Array array(Connection connection, Collection<? extends T> values) throws SQLException {
      return base.array(connection, values.stream().map(converter::to).toList());
    }
  }
}
