package io.zkpersona.storage.internal.execution;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks a connection beside the executor, as the watch over replicas has to. */
public final class OneRow {

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private OneRow() {}

  /** Returns the value of the only row of a query without parameters, in one round trip. */
  public static <T> T of(Connection connection, String query, Reader<T> reader)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return reader.read(row);
    }
  }
}
