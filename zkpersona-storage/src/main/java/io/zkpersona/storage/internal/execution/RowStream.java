package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.mapping.UncheckedSqlException;
import io.zkpersona.storage.internal.query.Rendered;
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
import org.postgresql.PGStatement;

/** An open result that is read lazily. Belongs to one thread until it is closed. */
final class RowStream<R> extends AbstractSpliterator<R> implements AutoCloseable {

  private static final int FETCH_SIZE = 1_000;
  private static final int FROM_THE_FIRST_ROW = -1;

  private final SqlExecutor executor;
  private final String operation;
  private final RowReader<R> reader;
  private final Connection connection;
  private final boolean ownTransaction;
  private final boolean readOnlyBefore;
  private final long start;
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet result;
  private @Nullable Throwable failure;
  private boolean closed;

  private RowStream(
      SqlExecutor executor,
      String operation,
      RowReader<R> reader,
      Connection connection,
      long start)
      throws SQLException {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.executor = executor;
    this.operation = operation;
    this.reader = reader;
    this.connection = connection;
    this.start = start;
    this.ownTransaction = connection.getAutoCommit();
    this.readOnlyBefore = connection.isReadOnly();
  }

  private interface Binding {
    void bind(PreparedStatement prepared) throws SQLException;
  }

  static <P, R> Stream<R> open(
      SqlExecutor executor, String operation, Rendered<P, R> rendered, P values) {
    return open(
        executor,
        operation,
        rendered.sql(),
        rendered::read,
        prepared -> rendered.bind(prepared, values),
        true);
  }

  private static <R> Stream<R> open(
      SqlExecutor executor,
      String operation,
      String sql,
      RowReader<R> reader,
      Binding values,
      boolean first) {
    long start = System.nanoTime();
    RowStream<R> rows;
    try {
      rows = acquire(executor, operation, reader, start);
    } catch (SQLException e) {
      executor.record(operation, System.nanoTime() - start);
      throw executor.failed(operation, e);
    } catch (ZkPersonaException e) {
      executor.record(operation, System.nanoTime() - start);
      throw executor.failed(operation, e);
    }
    try {
      rows.execute(sql, values);
    } catch (SQLException e) {
      rows.failure = e;
      ZkPersonaException failure = executor.failed(operation, e);
      rows.closeAfter(failure);
      if (first && rows.ownTransaction && ErrorTranslator.isOfStalePlan(e)) {
        // The table was altered while the statement was prepared. Trying again is safe, on another
        // connection if the pool discarded the one that reported this.
        return open(executor, operation, sql, reader, values, false);
      }
      throw failure;
    } catch (RuntimeException | Error e) {
      rows.closeAfter(e);
      throw e;
    }
    return StreamSupport.stream(rows, false).onClose(rows::close);
  }

  private static <R> RowStream<R> acquire(
      SqlExecutor executor, String operation, RowReader<R> reader, long start) throws SQLException {
    Connection connection = executor.acquire();
    try {
      return new RowStream<>(executor, operation, reader, connection, start);
    } catch (Throwable e) {
      executor.release(connection, e);
      throw e;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (ZkPersonaException e) {
      failure.addSuppressed(e);
    }
  }

  private void execute(String sql, Binding values) throws SQLException {
    if (ownTransaction) {
      // Outside a transaction the driver would load the whole result at once. The driver puts the
      // read-only mode in its BEGIN, which leaves nothing behind in a shared session.
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
    }
    Opening.ensure(connection);
    PreparedStatement prepared = connection.prepareStatement(sql);
    this.statement = prepared;
    prepared.setFetchSize(FETCH_SIZE);
    inBinary(prepared);
    values.bind(prepared);
    this.result = prepared.executeQuery();
  }

  /**
   * Asks for binary rows, which are compact and fast to read, from the first execution: by default
   * the driver uses them only after a statement has run a few times, and a long read runs once. Not
   * if the configuration turns prepared statements off.
   */
  private static void inBinary(PreparedStatement prepared) throws SQLException {
    if (prepared.isWrapperFor(PGStatement.class)) {
      PGStatement statement = prepared.unwrap(PGStatement.class);
      if (statement.getPrepareThreshold() > 0) {
        statement.setPrepareThreshold(FROM_THE_FIRST_ROW);
      }
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    ResultSet rows = result;
    if (closed || rows == null) {
      throw new IllegalStateException("the stream is closed");
    }
    executor.checkUsable();
    try {
      if (!rows.next()) {
        return false;
      }
      action.accept(new Row(rows).as(reader));
      return true;
    } catch (SQLException e) {
      failure = e;
      throw executor.failed(operation, e);
    } catch (UncheckedSqlException e) {
      failure = e.sqlException();
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
        if (ownTransaction && !connection.isClosed()) {
          if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
          }
          connection.setReadOnly(readOnlyBefore);
        }
      } finally {
        executor.release(connection, failure);
      }
    } catch (SQLException e) {
      throw executor.failed(operation, e);
    } finally {
      executor.record(operation, System.nanoTime() - start);
    }
  }
}
