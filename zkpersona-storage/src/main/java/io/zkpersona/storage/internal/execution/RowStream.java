package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.mapping.UncheckedSqlException;
import io.zkpersona.storage.internal.metrics.Observed;
import io.zkpersona.storage.internal.query.Rendered;
import io.zkpersona.storage.listener.OperationKind;
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
  private final @Nullable Observed observed;
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet result;
  private @Nullable Throwable failure;
  private @Nullable ZkPersonaException reported;
  private long rows;
  private boolean closed;

  private RowStream(
      SqlExecutor executor,
      String operation,
      RowReader<R> reader,
      Connection connection,
      long start,
      @Nullable Observed observed)
      throws SQLException {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.executor = executor;
    this.operation = operation;
    this.reader = reader;
    this.connection = connection;
    this.start = start;
    this.observed = observed;
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
    RowStream<R> rows = acquire(executor, operation, reader);
    try {
      rows.execute(sql, values);
    } catch (SQLException e) {
      SqlExecutor instead = executor.insteadOf(rows.connection, e);
      ZkPersonaException failure = rows.failed(e);
      rows.closeAfter(failure);
      if (instead != null) {
        return open(instead, operation, sql, reader, values, first);
      }
      if (first && rows.ownTransaction && ErrorTranslator.isOfStalePlan(e)) {
        // The table was altered while the statement was prepared. Trying again is safe, on another
        // connection if the pool discarded the one that reported this.
        return open(executor, operation, sql, reader, values, false);
      }
      throw failure;
    } catch (RuntimeException | Error e) {
      rows.failure = e;
      rows.closeAfter(e);
      throw e;
    }
    return StreamSupport.stream(rows, false).onClose(rows::close);
  }

  private static <R> RowStream<R> acquire(
      SqlExecutor executor, String operation, RowReader<R> reader) {
    long start = System.nanoTime();
    Observed observed = executor.started(operation, OperationKind.STREAM);
    try {
      Connection connection = executor.acquire();
      try {
        if (observed != null) {
          observed.connected(System.nanoTime() - start, !connection.getAutoCommit());
        }
        return new RowStream<>(executor, operation, reader, connection, start, observed);
      } catch (Throwable e) {
        executor.release(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      ZkPersonaException failure = executor.translated(e);
      executor.finished(operation, OperationKind.STREAM, start, 0, failure, observed);
      throw failure;
    } catch (RuntimeException | Error e) {
      executor.finished(operation, OperationKind.STREAM, start, 0, e, observed);
      throw e;
    }
  }

  private ZkPersonaException failed(SQLException e) {
    failure = e;
    reported = executor.translated(e);
    return reported;
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
    ResultSet open = result;
    if (closed || open == null) {
      throw new IllegalStateException("the stream is closed");
    }
    executor.checkUsable();
    try {
      if (!open.next()) {
        return false;
      }
      rows++;
      action.accept(new Row(open).as(reader));
      return true;
    } catch (SQLException e) {
      throw failed(e);
    } catch (UncheckedSqlException e) {
      throw failed(e.sqlException());
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
      throw failed(e);
    } finally {
      executor.finished(
          operation,
          OperationKind.STREAM,
          start,
          rows,
          reported == null ? failure : reported,
          observed);
    }
  }
}
