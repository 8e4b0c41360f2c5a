package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Common helper code for plain JDBC. */
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

  /** Runs work like {@link #run}, but leaves the connection open; the caller closes it. */
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

  /** Returns the only row. */
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

  /** Returns an array with one value per row, to be bound as a single parameter. */
  static <T> Array array(
      Connection connection,
      String type,
      List<T> rows,
      Function<? super T, ? extends @Nullable Object> value)
      throws SQLException {
    @Nullable Object[] values = new @Nullable Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    return connection.createArrayOf(type, values);
  }

  /** Returns the next rows of a source; an empty list if there are none. */
  static <T> List<T> next(Iterator<? extends T> source, int most) {
    List<T> rows = new ArrayList<>();
    while (rows.size() < most && source.hasNext()) {
      rows.add(source.next());
    }
    return rows;
  }
}
