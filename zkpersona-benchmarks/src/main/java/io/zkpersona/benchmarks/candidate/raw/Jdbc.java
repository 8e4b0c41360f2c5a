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
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Common helper code for plain JDBC. */
public final class Jdbc {

  private final DataSource pool;

  /** Uses the caller's pool. */
  public Jdbc(DataSource pool) {
    this.pool = pool;
  }

  /**
   * Work on a connection.
   *
   * @param <T> its result
   */
  public interface Work<T> {

    /** Does the work. */
    T on(Connection connection) throws SQLException;
  }

  /** Binds parameters. */
  public interface Binder {

    /** Binds them. */
    void bind(PreparedStatement statement) throws SQLException;
  }

  /**
   * Reads a result, or its current row.
   *
   * @param <T> what is read
   */
  public interface Reader<T> {

    /** Reads it. */
    T read(ResultSet result) throws SQLException;
  }

  /** Runs work in auto-commit. */
  public <T> T run(Work<T> work) {
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

  /** Runs work in a transaction. */
  public <T> T transaction(Work<T> work) {
    return ending(
        connection -> {
          T result = work.on(connection);
          connection.commit();
          return result;
        });
  }

  <T> T query(String sql, Binder binder, Reader<T> reader) {
    return run(connection -> query(connection, sql, binder, reader));
  }

  /** Runs a query. */
  public static <T> T query(Connection connection, String sql, Binder binder, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      try (ResultSet result = statement.executeQuery()) {
        return reader.read(result);
      }
    }
  }

  /** Runs a statement and returns the number of rows it changed. */
  public static int update(Connection connection, String sql, Binder binder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return statement.executeUpdate();
    }
  }

  /**
   * Sends two statements together and reads the result of the second. In auto-commit they are one
   * transaction of one round trip, and the second sees what was committed while the first waited.
   */
  static <T> T second(Connection connection, String sql, Binder binder, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      statement.execute();
      statement.getMoreResults();
      try (ResultSet result = statement.getResultSet()) {
        return reader.read(result);
      }
    }
  }

  /**
   * Sends the last statement of a transaction together with the commit, and reads the statement's
   * result.
   */
  static <T> T committing(Connection connection, String sql, Binder binder, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql + "; COMMIT")) {
      binder.bind(statement);
      statement.execute();
      try (ResultSet result = statement.getResultSet()) {
        return reader.read(result);
      }
    }
  }

  /** Runs work that ends its transaction itself; undoes it if it fails. */
  <T> T ending(Work<T> work) {
    return run(
        connection -> {
          connection.setAutoCommit(false);
          try {
            return work.on(connection);
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
        });
  }

  /** Returns the only row, or empty if there is none. */
  public static <T> Optional<T> first(ResultSet result, Reader<T> reader) throws SQLException {
    return result.next() ? Optional.of(reader.read(result)) : Optional.empty();
  }

  /** Runs a statement that changes one row, and reads that row; throws if it changed none. */
  public static <T> T changed(Connection connection, String sql, Binder binder, Reader<T> reader)
      throws SQLException {
    return query(connection, sql, binder, result -> first(result, reader))
        .orElseThrow(Jdbc::refused);
  }

  /** Returns the exception for a call that the stored rows do not allow. */
  public static IllegalStateException refused() {
    return new IllegalStateException("the call was refused (expected: it is allowed)");
  }

  /** Returns the only row. */
  public static <T> T only(ResultSet result, Reader<T> reader) throws SQLException {
    if (!result.next()) {
      throw new IllegalStateException("no row (expected: one)");
    }
    return reader.read(result);
  }

  static List<BehaviorInput> rows(ResultSet result) throws SQLException {
    return all(result, InputRows::read);
  }

  /** Returns all rows. */
  public static <T> List<T> all(ResultSet result, Reader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(reader.read(result));
    }
    return rows;
  }

  /** Returns an array with one value per row, to be bound as a single parameter. */
  public static <T> Array array(
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
