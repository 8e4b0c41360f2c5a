package io.zkpersona.storage.internal.execution;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Sends statements on a connection beside the executor, as the watch over replicas and the creation
 * of schemas have to.
 */
public final class DirectCall {

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private DirectCall() {}

  /** Returns the value of the only row of a query without parameters, in one round trip. */
  public static <T> T row(Connection connection, String query, Reader<T> reader)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return reader.read(row);
    }
  }

  /** Runs a text of any number of statements without parameters, in one round trip. */
  public static void run(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(text);
    }
  }
}
