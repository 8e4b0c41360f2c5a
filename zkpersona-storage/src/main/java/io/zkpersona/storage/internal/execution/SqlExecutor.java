package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.error.Failing;
import io.zkpersona.storage.internal.error.Moment;
import io.zkpersona.storage.internal.mapping.UncheckedSqlException;
import io.zkpersona.storage.internal.metrics.Observed;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.query.Rendered;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.internal.time.Deadline;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.transaction.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Executes all SQL: prepares, binds, runs and reads statements, times each call under the name of
 * its operation, and translates the driver's exceptions. Single statements run in auto-commit. As
 * thread-safe as its source.
 */
public final class SqlExecutor {

  private static final String CONNECTION_DOES_NOT_EXIST = "08003";

  private final ConnectionSource connections;
  private final ConnectionSource writing;
  private final StatementCache statements;
  private final @Nullable OperationRecorder recorder;
  private final @Nullable UnitOfWork transaction;
  private final @Nullable WriteWatch watch;

  /**
   * Runs on connections of {@code connections} and records into {@code recorder}; null if the
   * statements are part of an operation that is recorded as a whole.
   */
  public SqlExecutor(
      ConnectionSource connections,
      StatementCache statements,
      @Nullable OperationRecorder recorder) {
    this(connections, statements, recorder, null, null);
  }

  /**
   * Runs on connections of {@code connections}, as above.
   *
   * @param watch learns which cached values are written; null if nobody watches
   */
  public SqlExecutor(
      ConnectionSource connections,
      StatementCache statements,
      @Nullable OperationRecorder recorder,
      @Nullable WriteWatch watch) {
    this(connections, statements, recorder, null, watch);
  }

  /** Creates an executor inside a transaction that the library ends. */
  public SqlExecutor(
      ConnectionSource connections,
      StatementCache statements,
      @Nullable OperationRecorder recorder,
      @Nullable UnitOfWork transaction,
      @Nullable WriteWatch watch) {
    this.connections = connections;
    this.writing = connections.forWriting();
    this.statements = statements;
    this.recorder = recorder;
    this.transaction = transaction;
    this.watch = watch;
  }

  /** Returns who learns which cached values are written; null if nobody does. */
  public @Nullable WriteWatch watch() {
    return watch;
  }

  /** Work with a connection, whose SQLExceptions the executor translates. */
  @FunctionalInterface
  public interface Work<T> {

    /** Does the work. */
    T on(Connection connection) throws SQLException;
  }

  /** Returns the values of all rows, in the order of the result. */
  public <P, R> List<R> list(Statement<P, R> statement, P values) {
    return send(statement, (rendered, sending) -> sending.all(rendered, values));
  }

  /** Returns the value of the first row, if there is one. */
  public <P, R> Optional<R> first(Statement<P, R> statement, P values) {
    return send(statement, (rendered, sending) -> sending.first(rendered, values));
  }

  /** Returns the value of the first row of a statement without parameters, if there is one. */
  public <R> Optional<R> first(Statement<None, R> statement) {
    return first(statement, None.NONE);
  }

  /**
   * Returns the value of the first row of the first statement that returns any; the statements
   * after it are not run. Counted and timed as one call of the first statement's operation, on one
   * connection.
   */
  public <P, R> Optional<R> firstOf(List<Statement<P, R>> alternatives, P values) {
    return call(
        alternatives.get(0).name(),
        (connection, unit) -> {
          Sending sending = new Sending(connection, unit);
          for (Statement<P, R> statement : alternatives) {
            Optional<R> found = sending.first(statements.rendered(statement), values);
            if (found.isPresent()) {
              return found;
            }
          }
          return Optional.empty();
        });
  }

  /**
   * Runs a statement that returns no rows; returns the number of rows that its last part changed.
   */
  public <P> int update(Statement<P, Void> statement, P values) {
    return send(statement, (rendered, sending) -> sending.update(rendered, values));
  }

  /**
   * Runs a statement without parameters that returns no rows; returns the number of rows changed.
   */
  public int update(Statement<None, Void> statement) {
    return update(statement, None.NONE);
  }

  /**
   * Runs a statement none of whose parts returns rows; returns the number of rows that each part
   * changed, in their order.
   */
  public <P> List<Integer> updates(Statement<P, Void> statement, P values) {
    return send(statement, (rendered, sending) -> sending.updates(rendered, values));
  }

  private interface Use<P, R, T> {
    T of(Rendered<P, R> rendered, Sending sending) throws SQLException;
  }

  private <P, R, T> T send(Statement<P, R> statement, Use<P, R, T> use) {
    Rendered<P, R> rendered = statements.rendered(statement);
    return call(
        sourceOf(rendered.isWrite()),
        statement.name(),
        (connection, unit) -> use.of(rendered, new Sending(connection, unit)));
  }

  private ConnectionSource sourceOf(boolean writes) {
    return writes ? writing : connections;
  }

  /** Runs one statement for each of many calls' values, in batches. */
  public <P> void batch(Statement<P, Void> statement, Iterable<? extends P> calls) {
    Rendered<P, Void> rendered = statements.rendered(statement);
    write(
        statement.name(),
        rendered.touchedOfAll(),
        connection -> Sending.batch(connection, rendered, calls));
  }

  /**
   * Streams rows with constant memory, in a read-only transaction of the stream if none is open.
   * Closing the stream returns the connection.
   */
  public <P, R> Stream<R> stream(Statement<P, R> statement, P values) {
    Rendered<P, R> rendered = statements.rendered(statement);
    if (!rendered.touched().isEmpty()) {
      throw new IllegalStateException(statement.name() + " streams, and changes cached values");
    }
    return RowStream.open(on(sourceOf(rendered.isWrite())), statement.name(), rendered, values);
  }

  private SqlExecutor on(ConnectionSource source) {
    return source == connections
        ? this
        : new SqlExecutor(source, statements, recorder, transaction, watch);
  }

  /** Returns the text of a statement, for means that take text, such as COPY. */
  public String textOf(Statement<?, ?> statement) {
    return statements.rendered(statement).sql();
  }

  /** Returns the cached values that a statement of such means may change. */
  Set<CacheSubject> touchedBy(Statement<?, ?> statement) {
    return statements.rendered(statement).touchedOfAll();
  }

  /**
   * Runs several statements as one: in a transaction, or in a savepoint if one is open. Any
   * Throwable from {@code body} undoes all of it.
   */
  public <T> T atomically(String operation, Function<SqlExecutor, T> body) {
    return call(operation, (connection, unit) -> atomically(connection, unit, body));
  }

  /**
   * Runs several statements as {@link #atomically} does, of which the last one is sent together
   * with the commit.
   *
   * @param body runs the statements before the last one, and returns that one
   */
  public <P, R, T> T atomicallyUntil(String operation, Function<SqlExecutor, Last<P, R, T>> body) {
    return call(
        operation,
        (connection, unit) ->
            connection.getAutoCommit()
                ? Atomic.inTransactionThatEnds(
                    connection,
                    () ->
                        commit(new Sending(connection, unit), body.apply(inside(connection, unit))))
                : atomically(connection, unit, tx -> run(tx, body.apply(tx))));
  }

  private static <P, R, T> T run(SqlExecutor tx, Last<P, R, T> last) {
    return last.result().apply(tx.first(last.statement(), last.values()));
  }

  private <P, R, T> T commit(Sending sending, Last<P, R, T> last) throws SQLException {
    Rendered<P, R> rendered = statements.rendered(last.statement());
    return last.result().apply(sending.firstOfLast(rendered, last.values()));
  }

  private <T> T atomically(Connection connection, UnitOfWork unit, Function<SqlExecutor, T> body)
      throws SQLException {
    return Atomic.run(connection, unit, () -> body.apply(inside(connection, unit)));
  }

  private SqlExecutor inside(Connection connection, UnitOfWork unit) {
    return new SqlExecutor(new BoundConnection(connection), statements, null, unit, null);
  }

  /**
   * Runs several statements over one snapshot of the database, in a new transaction at REPEATABLE
   * READ, whatever other transactions commit meanwhile. Any Throwable from {@code body} undoes all
   * of it.
   *
   * @throws TransactionException inside a transaction
   */
  public <T> T inSnapshot(String operation, Function<SqlExecutor, T> body) {
    return call(
        operation,
        (connection, unit) -> {
          requireAutoCommit(operation, connection);
          return Atomic.run(
              connection,
              unit,
              () -> {
                Opening.begin(connection, Isolation.REPEATABLE_READ, connection.isReadOnly());
                return body.apply(inside(connection, unit));
              });
        });
  }

  /**
   * Runs an insert of rows whose ids are known. If its outcome is unknown, the error contains them.
   *
   * @param ids called only if the ids may be needed
   */
  public <T extends @Nullable Object> T inserting(
      String entityType, Supplier<List<UUID>> ids, Supplier<T> body) {
    if (transaction != null) {
      T result = body.get();
      if (tellsOfRows(result)) {
        transaction.inserted(entityType, ids.get());
      }
      return result;
    }
    try {
      return body.get();
    } catch (OutcomeUnknownException e) {
      throw e.withRows(entityType, ids.get());
    }
  }

  /** A conditional insert may insert nothing and report so, and its transaction continues. */
  private static boolean tellsOfRows(@Nullable Object result) {
    return !Optional.empty().equals(result) && !Integer.valueOf(0).equals(result);
  }

  /** Rejects an operation that takes several transactions if one is open. */
  public void requireNoTransaction(String operation) {
    call(
        operation,
        (connection, unit) -> {
          requireAutoCommit(operation, connection);
          return true;
        });
  }

  private static void requireAutoCommit(String operation, Connection connection)
      throws SQLException {
    if (!connection.getAutoCommit()) {
      throw new TransactionException(
          operation
              + " was called inside a transaction (expected: outside; it opens its own"
              + " transactions)");
    }
  }

  /** Times and translates work with a connection that the caller controls; it counts as a write. */
  public <T extends @Nullable Object> T run(String operation, Work<T> work) {
    return call(
        operation,
        (connection, unit) -> {
          unit.sending(connection, true);
          unit.removing();
          T result = work.on(connection);
          unit.answered();
          return result;
        });
  }

  /** A write that returns how many rows it wrote; a negative number if it wrote nothing. */
  @FunctionalInterface
  interface RowsWrite {

    /** Writes the rows. */
    long on(Connection connection) throws SQLException;
  }

  /**
   * Runs one write that is more than a prepared statement, such as a batch. In a shared session it
   * runs in a new transaction, unless one is open.
   *
   * @param touched the cached values that it may change
   * @return the number that the write returned
   */
  long write(String operation, Set<CacheSubject> touched, RowsWrite write) {
    return call(
        operation,
        (connection, unit) ->
            Opening.before(
                connection,
                unit,
                () -> {
                  unit.touching(touched);
                  unit.sending(connection, true);
                  long written = write.on(connection);
                  unit.answered();
                  unit.rows(Math.max(0, written));
                  return written;
                }));
  }

  /**
   * Runs work as {@link #run} does, for work outside the library, which may leave the session
   * changed.
   */
  public <T extends @Nullable Object> T lend(String operation, Work<T> work) {
    return run(
        operation,
        connection -> {
          writing.lending(connection);
          return work.on(connection);
        });
  }

  /** Runs work as {@link #run} does, for work that changes nothing. */
  public <T extends @Nullable Object> T read(String operation, Work<T> work) {
    return call(operation, (connection, unit) -> work.on(connection));
  }

  /** Work whose progress determines the meaning of a failure. */
  @FunctionalInterface
  private interface Call<T extends @Nullable Object> {
    T on(Connection connection, UnitOfWork unit) throws SQLException;
  }

  private <T extends @Nullable Object> T call(String operation, Call<T> call) {
    return call(writing, operation, call);
  }

  private <T extends @Nullable Object> T call(
      ConnectionSource source, String operation, Call<T> call) {
    UnitOfWork unit = transaction == null ? UnitOfWork.of(operation, watch) : transaction;
    if (recorder == null) {
      return translated(source, unit, call, 0, null);
    }
    long start = System.nanoTime();
    long before = unit.rows();
    Observed observed = recorder.started(operation, OperationKind.CALL);
    Throwable failure = null;
    try {
      return translated(source, unit, call, start, observed);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      if (transaction == null) {
        unit.ended(source, failure);
      }
      recorder.finished(
          operation,
          OperationKind.CALL,
          System.nanoTime() - start,
          unit.rows() - before,
          failure,
          observed);
    }
  }

  private <T extends @Nullable Object> T translated(
      ConnectionSource source,
      UnitOfWork unit,
      Call<T> call,
      long start,
      @Nullable Observed observed) {
    ConnectionSource instead = null;
    try {
      Connection connection = source.acquire();
      Throwable failure = null;
      try {
        if (observed != null) {
          observed.connected(System.nanoTime() - start, !connection.getAutoCommit());
        }
        unit.connected(source, connection);
        return call.on(connection, unit);
      } catch (SQLException e) {
        failure = e;
        instead = source.insteadOf(connection, e);
        // A pool removes a broken connection at once; later calls fail without an SQLSTATE.
        throw e.getSQLState() == null && connection.isClosed()
            ? new SQLException("closed", CONNECTION_DOES_NOT_EXIST, e)
            : e;
      } catch (UncheckedSqlException e) {
        failure = e;
        instead = source.insteadOf(connection, e.sqlException());
        throw e;
      } catch (RuntimeException | Error e) {
        failure = e;
        throw e;
      } finally {
        Connections.giveBack(source, connection, failure);
      }
    } catch (SQLException e) {
      if (instead == null) {
        throw ErrorTranslator.translate(e, unit.failing());
      }
    } catch (UncheckedSqlException e) {
      if (instead == null) {
        throw ErrorTranslator.translate(e.sqlException(), unit.failing());
      }
    }
    return translated(instead, unit, call, start, observed);
  }

  /** Tells whether statements here run inside a transaction that the caller ends. */
  public boolean isInTransaction() {
    try {
      Connection connection = writing.acquire();
      try {
        return !connection.getAutoCommit();
      } finally {
        writing.release(connection);
      }
    } catch (SQLException e) {
      throw ErrorTranslator.translate(e);
    }
  }

  /**
   * Tells whether calls of this thread take part in a transaction that others have opened, without
   * taking a connection. Rejects calls that are not allowed here.
   */
  public boolean takesPart() {
    try {
      return connections.takesPart();
    } catch (SQLException e) {
      throw ErrorTranslator.translate(e);
    }
  }

  Connection acquire() throws SQLException {
    return connections.acquire();
  }

  /** Returns an executor on which a failed read is repeated; null if the failure stands. */
  @Nullable SqlExecutor insteadOf(Connection connection, SQLException failure) {
    ConnectionSource other = connections.insteadOf(connection, failure);
    return other == null ? null : on(other);
  }

  void release(Connection connection, @Nullable Throwable failure) {
    Connections.giveBack(connections, connection, failure);
  }

  void checkUsable() {
    connections.checkUsable();
  }

  /**
   * Rejects handing work to another thread if that thread's work would not be part of this one's.
   */
  public void requireHandover() {
    writing.requireHandover();
  }

  /** Tells the listeners that an operation starts; null if nobody listens. */
  public @Nullable Observed started(String operation, OperationKind kind) {
    return recorder == null ? null : recorder.started(operation, kind);
  }

  /**
   * Records the end of an operation.
   *
   * @param start the {@link System#nanoTime} of its start
   * @param failure the exception with which it ends; null if there is none
   * @param observed what {@link #started} returned
   */
  public void finished(
      String operation,
      OperationKind kind,
      long start,
      long rows,
      @Nullable Throwable failure,
      @Nullable Observed observed) {
    if (recorder != null) {
      recorder.finished(operation, kind, System.nanoTime() - start, rows, failure, observed);
    }
  }

  /** Translates an exception that is not that of a write. */
  ZkPersonaException translated(SQLException e) {
    Failing failing = Failing.of(Moment.SENT);
    Deadline deadline = connections.deadline();
    return ErrorTranslator.translate(e, deadline == null ? failing : deadline.applyTo(failing));
  }

  /** Records that the result of a finished operation is refused, and returns the refusal. */
  public <X extends ZkPersonaException> X refused(String operation, X e) {
    if (recorder != null) {
      recorder.refused(operation, e.code());
    }
    return e;
  }
}
