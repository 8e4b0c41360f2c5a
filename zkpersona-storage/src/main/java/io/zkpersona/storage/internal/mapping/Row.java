package io.zkpersona.storage.internal.mapping;

import io.zkpersona.domain.error.SerializationException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The row a result stands on, read by column. Belongs to one call; never kept. */
public final class Row {

  private final ResultSet result;

  /** Reads from the row that {@code result} stands on at the time of each call. */
  public Row(ResultSet result) {
    this.result = result;
  }

  /**
   * The value of a column that is never null.
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

  /** The value of a column, null for SQL null. */
  public <T> @Nullable T getNullable(Column<?, T> column) {
    return read(column.codec(), column.position());
  }

  /** The value at a position that is no entity's column: a count, an aggregate. */
  public <T> @Nullable T read(Codec<T> codec, int position) {
    try {
      return codec.read(result, position);
    } catch (SQLException e) {
      throw new UncheckedSqlException(e);
    }
  }
}
