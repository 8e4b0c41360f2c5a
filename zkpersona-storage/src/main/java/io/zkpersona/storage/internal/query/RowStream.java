package io.zkpersona.storage.internal.query;

import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.mapping.UncheckedSqlException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** An open result that is read as it is asked for. Belongs to one thread until it is closed. */
final class RowStream<R> extends AbstractSpliterator<R> implements AutoCloseable {

  private static final int FETCH_SIZE = 1_000;

  private final SqlExecutor executor;
  private final String operation;
  private final RowReader<R> reader;
  private final Connection connection;
  private final boolean ownTransaction;
  private final long start = System.nanoTime();
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet result;
  private boolean closed;

  private RowStream(
      SqlExecutor executor, String operation, RowReader<R> reader, Connection connection)
      throws SQLException {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.executor = executor;
    this.operation = operation;
    this.reader = reader;
    this.connection = connection;
    this.ownTransaction = connection.getAutoCommit();
  }

  static <R> Stream<R> open(
      SqlExecutor executor,
      String operation,
      SqlShape shape,
      RowReader<R> reader,
      @Nullable Object[] values) {
    try {
      Connection connection = executor.acquire();
      RowStream<R> rows;
      try {
        rows = new RowStream<>(executor, operation, reader, connection);
      } catch (SQLException e) {
        executor.release(connection);
        throw e;
      }
      try {
        rows.execute(shape, values);
      } catch (SQLException | RuntimeException e) {
        rows.close();
        throw e;
      }
      return StreamSupport.stream(rows, false).onClose(rows::close);
    } catch (SQLException e) {
      throw executor.failed(operation, e);
    }
  }

  private void execute(SqlShape shape, @Nullable Object[] values) throws SQLException {
    if (ownTransaction) {
      // Outside a transaction the driver would load the whole result at once.
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
    }
    PreparedStatement prepared = connection.prepareStatement(shape.sql());
    this.statement = prepared;
    prepared.setFetchSize(FETCH_SIZE);
    shape.bind(prepared, values);
    this.result = prepared.executeQuery();
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    ResultSet rows = result;
    if (closed || rows == null) {
      throw new IllegalStateException("the stream is closed");
    }
    try {
      if (!rows.next()) {
        return false;
      }
      action.accept(reader.read(new Row(rows)));
      return true;
    } catch (SQLException e) {
      throw executor.failed(operation, e);
    } catch (UncheckedSqlException e) {
      throw executor.failed(operation, e.sqlException());
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      try {
        if (statement != null) {
          statement.close();
        }
        if (ownTransaction) {
          connection.rollback();
          connection.setAutoCommit(true);
          connection.setReadOnly(false);
        }
      } finally {
        executor.release(connection);
      }
    } catch (SQLException e) {
      throw executor.failed(operation, e);
    } finally {
      executor.record(operation, System.nanoTime() - start);
    }
  }
}
