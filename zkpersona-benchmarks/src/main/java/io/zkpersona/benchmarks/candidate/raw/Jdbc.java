package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The few lines that everybody who uses JDBC by hand writes once. */
final class Jdbc {

  private final DataSource pool;

  Jdbc(DataSource pool) {
    this.pool = pool;
  }

  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  interface Reader<T> {
    T read(ResultSet result) throws SQLException;
  }

  <T> T run(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@link #run}, but the connection stays open: whoever gets the value closes it. */
  @SuppressWarnings("MustBeClosedChecker")
  <T> T opened(Work<T> work) {
    try {
      return work.on(pool.getConnection());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  <T> T transaction(Work<T> work) {
    return run(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = work.on(connection);
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
        });
  }

  <T> T query(String sql, Binder binder, Reader<T> reader) {
    return run(connection -> query(connection, sql, binder, reader));
  }

  static <T> T query(Connection connection, String sql, Binder binder, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      try (ResultSet result = statement.executeQuery()) {
        return reader.read(result);
      }
    }
  }

  /** The only row. */
  static <T> T only(ResultSet result, Reader<T> reader) throws SQLException {
    if (!result.next()) {
      throw new IllegalStateException("no row (expected: one)");
    }
    return reader.read(result);
  }

  static List<BehaviorInput> rows(ResultSet result) throws SQLException {
    List<BehaviorInput> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(InputRows.read(result));
    }
    return rows;
  }
}
