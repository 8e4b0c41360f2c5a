package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.internal.query.SqlShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * One prepared statement. If its session is shared and it begins a transaction, it is sent in one
 * text with the transaction's opening, and only its own result is visible.
 */
final class PreparedCall implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement statement;
  private final @Nullable Opening opening;
  private final boolean whole;
  private boolean done;

  private PreparedCall(
      Connection connection,
      PreparedStatement statement,
      @Nullable Opening opening,
      boolean whole) {
    this.connection = connection;
    this.statement = statement;
    this.opening = opening;
    this.whole = whole;
  }

  static PreparedCall prepare(Connection connection, SqlShape shape) throws SQLException {
    Opening opening = Opening.needed(connection);
    boolean whole = opening != null && connection.getAutoCommit();
    String sql = opening == null ? shape.sql() : opening.wholeOf(shape.sql(), whole);
    PreparedStatement statement = connection.prepareStatement(sql);
    if (shape.isPlannedEachTime() && statement.isWrapperFor(PGStatement.class)) {
      // The server keeps plans of named statements only.
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
    return new PreparedCall(connection, statement, opening, whole);
  }

  void bind(SqlShape shape, @Nullable Object[] values) throws SQLException {
    shape.bind(statement, values);
  }

  /** Runs a statement that returns rows. */
  ResultSet query() throws SQLException {
    if (opening == null) {
      return statement.executeQuery();
    }
    execute(opening);
    return Objects.requireNonNull(statement.getResultSet());
  }

  /** Runs a statement that returns no rows; returns the number of rows it changed. */
  int update() throws SQLException {
    if (opening == null) {
      return statement.executeUpdate();
    }
    execute(opening);
    return statement.getUpdateCount();
  }

  private void execute(Opening said) throws SQLException {
    try {
      statement.execute();
    } catch (SQLException e) {
      throw Opening.refused(e);
    }
    done = true;
    for (int i = said.resultsBefore(whole); i > 0; i--) {
      statement.getMoreResults();
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      statement.close();
    } finally {
      if (whole && !done && opening != null) {
        Opening.endFailed(connection);
      }
    }
  }
}
