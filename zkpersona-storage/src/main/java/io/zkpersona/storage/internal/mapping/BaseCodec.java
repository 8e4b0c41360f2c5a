package io.zkpersona.storage.internal.mapping;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgArray;
import org.postgresql.jdbc.PreferQueryMode;

/** The base class of the codecs for the driver's types. */
abstract class BaseCodec<T> implements Codec<T> {

  private final Class<T> type;
  private final String sqlType;

  BaseCodec(Class<T> type, String sqlType) {
    this.type = type;
    this.sqlType = sqlType;
  }

  final Class<T> type() {
    return type;
  }

  final String sqlType() {
    return sqlType;
  }

  /**
   * Binds null with its type. The driver asks the server for the types of a statement with an
   * untyped parameter, and once it knows the statement's columns it may send a part of a text in a
   * message of its own, which in auto-commit is a transaction of its own.
   */
  final void bindNull(PreparedStatement statement, int position, int jdbcType) throws SQLException {
    statement.setNull(position, jdbcType, sqlType);
  }

  /** Converts a value to the type that the driver takes. */
  Object toDriver(T value) {
    return value;
  }

  /** Converts a value to the type that the driver takes for an element of an array. */
  Object toElement(T value) {
    return toDriver(value);
  }

  /**
   * Creates an empty array for the results of {@link #toElement}, typed if the driver needs that.
   */
  @Nullable Object[] elements(int count) {
    return new Object[count];
  }

  abstract void writeValue(BinaryWriter out, T value);

  @Override
  public final void write(BinaryWriter out, @Nullable T value) {
    if (value == null) {
      out.nothing();
    } else {
      writeValue(out, value);
    }
  }

  @Override
  public final Array array(Connection connection, Collection<? extends @Nullable T> values)
      throws SQLException {
    if (values.stream().anyMatch(Objects::isNull)
        && connection.isWrapperFor(BaseConnection.class)) {
      BaseConnection driver = connection.unwrap(BaseConnection.class);
      if (driver.getPreferQueryMode() != PreferQueryMode.SIMPLE) {
        return binary(driver, values);
      }
    }
    @Nullable Object[] elements = elements(values.size());
    int i = 0;
    for (@Nullable T value : values) {
      elements[i++] = value == null ? null : toElement(value);
    }
    return connection.createArrayOf(sqlType, elements);
  }

  /**
   * Encodes the array in binary: in text form null is a keyword, and with array_nulls off an
   * ordinary text.
   */
  private Array binary(BaseConnection connection, Collection<? extends @Nullable T> values)
      throws SQLException {
    TypeInfo types = connection.getTypeInfo();
    byte[] bytes = BinaryWriter.array(types.getPGType(sqlType), values, this::write);
    return new PgArray(connection, types.getPGArrayType(sqlType), bytes);
  }
}
