package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.mapping.UncheckedSqlException;
import io.zkpersona.storage.internal.metrics.QueryMetrics;
import io.zkpersona.storage.transaction.Isolation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one place all SQL passes: it prepares, binds, runs and reads, times each call under the name
 * of its operation and translates what the driver throws. Single statements run in auto-commit.
 * Thread-safe as far as its source is.
 */
public final class SqlExecutor {

  private static final String CONNECTION_DOES_NOT_EXIST = "08003";
  private static final int BATCH_SIZE = 1_000;

  private final ConnectionSource connections;
  private final @Nullable QueryMetrics metrics;

  /**
   * Runs on connections of {@code connections} and counts into {@code metrics}, or not at all where
   * what runs is part of something that is counted as a whole.
   */
  public SqlExecutor(ConnectionSource connections, @Nullable QueryMetrics metrics) {
    this.connections = connections;
    this.metrics = metrics;
  }

  /** Work with a connection, whose SQLExceptions the executor translates. */
  @FunctionalInterface
  public interface Work<T> {

    /** Does the work. */
    T on(Connection connection) throws SQLException;
  }

  /** Every row, in the order of the result. */
  public <R> List<R> list(
      String operation, SqlShape shape, RowReader<R> reader, @Nullable Object... values) {
    return prepared(
        operation,
        shape,
        values,
        call -> {
          try (ResultSet result = call.query()) {
            Row row = new Row(result);
            List<R> rows = new ArrayList<>();
            while (result.next()) {
              rows.add(reader.read(row));
            }
            return rows;
          }
        });
  }

  /** The first row, if there is one. */
  public <R> Optional<R> first(
      String operation, SqlShape shape, RowReader<R> reader, @Nullable Object... values) {
    return firstOf(operation, List.of(shape), reader, values);
  }

  /**
   * The first row of the first statement that returns any, if there is one; those after it are not
   * run. All bind the same values. Counted and timed as one, on one connection.
   */
  public <R> Optional<R> firstOf(
      String operation, List<SqlShape> shapes, RowReader<R> reader, @Nullable Object... values) {
    return run(
        operation,
        connection -> {
          for (SqlShape shape : shapes) {
            Optional<R> found = prepared(connection, shape, values, first(reader));
            if (found.isPresent()) {
              return found;
            }
          }
          return Optional.empty();
        });
  }

  private static <R> PreparedWork<Optional<R>> first(RowReader<R> reader) {
    return call -> {
      try (ResultSet result = call.query()) {
        return result.next() ? Optional.of(reader.read(new Row(result))) : Optional.empty();
      }
    };
  }

  /** Runs a statement that returns no rows; gives the number of rows it changed. */
  public int update(String operation, SqlShape shape, @Nullable Object... values) {
    return prepared(operation, shape, values, Call::update);
  }

  private interface PreparedWork<T> {
    T on(Call call) throws SQLException;
  }

  private <T> T prepared(
      String operation, SqlShape shape, @Nullable Object[] values, PreparedWork<T> work) {
    return run(operation, connection -> prepared(connection, shape, values, work));
  }

  private static <T> T prepared(
      Connection connection, SqlShape shape, @Nullable Object[] values, PreparedWork<T> work)
      throws SQLException {
    try (Call call = Call.prepare(connection, shape)) {
      call.bind(shape, values);
      return work.on(call);
    } catch (SQLException e) {
      // Without an SQLSTATE it is the connection that failed, which is seen to where it came from.
      if (shape.isDelete() && e.getSQLState() != null) {
        throw ErrorTranslator.translateDelete(e);
      }
      throw e;
    }
  }

  /** Runs one statement for many rows of values, in batches. */
  public void batch(String operation, SqlShape shape, List<@Nullable Object[]> rows) {
    run(operation, on -> Opening.before(on, () -> batch(on, shape, rows)));
  }

  private static int batch(Connection connection, SqlShape shape, List<@Nullable Object[]> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(shape.sql())) {
      int waiting = 0;
      for (@Nullable Object[] values : rows) {
        shape.bind(statement, values);
        statement.addBatch();
        if (++waiting == BATCH_SIZE) {
          statement.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        statement.executeBatch();
      }
      return rows.size();
    }
  }

  /**
   * Reads rows as they are asked for, with flat memory, in a read-only transaction of the stream's
   * own where there is none. Closing the stream gives the connection back.
   */
  public <R> Stream<R> stream(
      String operation, SqlShape shape, RowReader<R> reader, @Nullable Object... values) {
    return RowStream.open(this, operation, shape, reader, values);
  }

  /**
   * Runs several statements as one: in a transaction where none is open, else up to a savepoint.
   * Whatever {@code body} throws undoes all of it.
   */
  public <T> T atomically(String operation, Function<SqlExecutor, T> body) {
    return run(
        operation,
        connection ->
            Atomic.run(
                connection,
                () -> body.apply(new SqlExecutor(new BoundConnection(connection), null))));
  }

  /**
   * Runs several statements over one snapshot of the database, whatever others commit meanwhile: in
   * a transaction of its own at REPEATABLE READ. Whatever {@code body} throws undoes all of it.
   *
   * @throws TransactionException inside a transaction
   */
  public <T> T inSnapshot(String operation, Function<SqlExecutor, T> body) {
    return run(
        operation,
        connection -> {
          requireAutoCommit(operation, connection);
          return Atomic.run(
              connection,
              () -> {
                Opening.begin(connection, Isolation.REPEATABLE_READ, connection.isReadOnly());
                return body.apply(new SqlExecutor(new BoundConnection(connection), null));
              });
        });
  }

  /** Refuses what is made of several transactions where one is open. */
  public void requireNoTransaction(String operation) {
    run(
        operation,
        connection -> {
          requireAutoCommit(operation, connection);
          return true;
        });
  }

  private static void requireAutoCommit(String operation, Connection connection)
      throws SQLException {
    if (!connection.getAutoCommit()) {
      throw new TransactionException(
          operation + " inside a transaction (expected: outside, it takes its own)");
    }
  }

  /** Times and translates any work with a connection. */
  public <T extends @Nullable Object> T run(String operation, Work<T> work) {
    long start = System.nanoTime();
    try {
      Connection connection = connections.acquire();
      try {
        return work.on(connection);
      } catch (SQLException e) {
        // A pool takes a broken connection away at once; later calls hear of it without an
        // SQLSTATE.
        throw e.getSQLState() == null && connection.isClosed()
            ? new SQLException("closed", CONNECTION_DOES_NOT_EXIST, e)
            : e;
      } finally {
        connections.release(connection);
      }
    } catch (SQLException e) {
      throw failed(operation, e);
    } catch (UncheckedSqlException e) {
      throw failed(operation, e.sqlException());
    } catch (ZkPersonaException e) {
      throw failed(operation, e);
    } finally {
      record(operation, System.nanoTime() - start);
    }
  }

  /** Whether what runs here is part of a transaction that somebody else ends. */
  public boolean isInTransaction() {
    try {
      Connection connection = connections.acquire();
      try {
        return !connection.getAutoCommit();
      } finally {
        connections.release(connection);
      }
    } catch (SQLException e) {
      throw ErrorTranslator.translate(e);
    }
  }

  Connection acquire() throws SQLException {
    return connections.acquire();
  }

  void release(Connection connection) {
    connections.release(connection);
  }

  void checkUsable() {
    connections.checkUsable();
  }

  /** Refuses what would be handed to another thread where that one's work is apart from this. */
  public void requireHandover() {
    connections.requireHandover();
  }

  /** Counts what took this long. */
  public void record(String operation, long nanos) {
    if (metrics != null) {
      metrics.record(operation, nanos);
    }
  }

  ZkPersonaException failed(String operation, SQLException e) {
    return failed(operation, ErrorTranslator.translate(e));
  }

  /** Counts a failure, and gives it back. */
  public <X extends ZkPersonaException> X failed(String operation, X e) {
    if (metrics != null) {
      metrics.failed(operation, e.code());
    }
    return e;
  }
}
