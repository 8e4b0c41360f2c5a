package io.zkpersona.storage.internal.mapping;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgArray;
import org.postgresql.jdbc.PreferQueryMode;

/** What the codecs of the driver's own types have in common. */
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

  /** As the driver takes it. */
  Object toDriver(T value) {
    return value;
  }

  /** As the driver takes it for an element of an array. */
  Object toElement(T value) {
    return toDriver(value);
  }

  /** An empty array of what {@link #toElement} gives, if the driver asks for a typed one. */
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

  /** In the text of an array, null is a word, and a text like others if array_nulls is off. */
  private Array binary(BaseConnection connection, Collection<? extends @Nullable T> values)
      throws SQLException {
    TypeInfo types = connection.getTypeInfo();
    byte[] bytes = BinaryWriter.array(types.getPGType(sqlType), values, this::write);
    return new PgArray(connection, types.getPGArrayType(sqlType), bytes);
  }
}
