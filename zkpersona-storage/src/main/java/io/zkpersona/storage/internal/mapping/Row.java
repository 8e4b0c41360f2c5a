package io.zkpersona.storage.internal.mapping;

import io.zkpersona.domain.error.SerializationException;
import io.zkpersona.domain.error.ValidationException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** The current row of a result, read by column. Belongs to one call; never kept. */
public final class Row {

  private final ResultSet result;

  /** Reads from the row at which {@code result} is positioned at the time of each call. */
  public Row(ResultSet result) {
    this.result = result;
  }

  /**
   * Converts the row with a reader.
   *
   * @throws SerializationException if the stored row breaks a rule of the reader's type, as an old
   *     row or one changed by SQL may
   */
  public <R> R as(RowReader<R> reader) {
    try {
      return reader.read(this);
    } catch (ValidationException e) {
      throw new SerializationException(
          "the stored row%s breaks a rule: %s"
              .formatted(UnreadableValue.ids(result), e.getMessage()),
          e);
    }
  }

  /**
   * Returns the value of a column that is never null.
   *
   * @throws SerializationException if the stored value is null all the same
   */
  public <T> T get(Column<?, T> column) {
    T value = getNullable(column);
    if (value == null) {
      throw new SerializationException(
          "column " + column.field().getName() + ": null is stored (expected: a value)", null);
    }
    return value;
  }

  /** Returns the value of a column, null for SQL null. */
  public <T> @Nullable T getNullable(Column<?, T> column) {
    return read(column.codec(), column.position());
  }

  /**
   * Returns the value of a result's column that is never null.
   *
   * @throws SerializationException if it is null all the same
   */
  public <T> T get(ResultColumn<T> column) {
    T value = getNullable(column);
    if (value == null) {
      throw new SerializationException(
          "column " + column.name() + ": null (expected: a value)", null);
    }
    return value;
  }

  /** Returns the value of a result's column, null for SQL null. */
  public <T> @Nullable T getNullable(ResultColumn<T> column) {
    return read(column.codec(), column.position());
  }

  /** Rejects a stored value without an equal in Java: an infinite time, an unknown name. */
  private <T> @Nullable T read(Codec<T> codec, int position) {
    try {
      return codec.read(result, position);
    } catch (SQLException e) {
      if (UnreadableValue.isConversion(e)) {
        throw UnreadableValue.at(result, position, e);
      }
      throw new UncheckedSqlException(e);
    } catch (ValidationException e) {
      // The reader knows which entity the rule belongs to.
      throw e;
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw UnreadableValue.at(result, position, e);
    }
  }
}
