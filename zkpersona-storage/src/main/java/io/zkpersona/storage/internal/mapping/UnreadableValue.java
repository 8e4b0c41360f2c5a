package io.zkpersona.storage.internal.mapping;

import io.zkpersona.domain.error.SerializationException;
import io.zkpersona.storage.internal.error.SanitizedSqlException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.StringJoiner;

/** Describes where a stored value that cannot be read is: its column, and the ids of its row. */
final class UnreadableValue {

  private static final String ID_TYPE = "uuid";

  private UnreadableValue() {}

  /** Tells whether the driver failed to convert a value that the server had sent. */
  static boolean isConversion(SQLException thrown) {
    String state = thrown.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("07"));
  }

  /**
   * Creates the error. The texts of the driver and of Java's classes may contain the value, so
   * neither is kept.
   */
  static SerializationException at(ResultSet row, int position, Exception cause) {
    return new SerializationException(
        "column %s: the stored value%s can't be read (expected: a finite value of the column's type)"
            .formatted(column(row, position), ids(row)),
        cause instanceof SQLException thrown ? SanitizedSqlException.of(thrown) : null);
  }

  private static String column(ResultSet row, int position) {
    try {
      return row.getMetaData().getColumnLabel(position);
    } catch (SQLException e) {
      return Integer.toString(position);
    }
  }

  /** Returns the row's ids in parentheses: its own, and those of the rows it refers to. */
  static String ids(ResultSet row) {
    StringJoiner ids = new StringJoiner(", ", " (", ")").setEmptyValue("");
    try {
      ResultSetMetaData columns = row.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        if (columns.getColumnTypeName(i).equals(ID_TYPE) && row.getString(i) != null) {
          ids.add(columns.getColumnLabel(i) + " " + row.getString(i));
        }
      }
    } catch (SQLException e) {
      // The ids found so far are enough.
    }
    return ids.toString();
  }
}
