package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.internal.error.ErrorTranslator;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Runs work on one connection with all-or-nothing effects: in a transaction if the connection is in
 * auto-commit, otherwise in a savepoint.
 */
public final class Atomic {

  private static final String CONNECTION_DOES_NOT_EXIST = "08003";
  private static final String IN_FAILED_SQL_TRANSACTION = "25P02";

  private Atomic() {}

  /** Work that may throw the exceptions that its caller allows. */
  @FunctionalInterface
  public interface Body<T, X extends Throwable> {

    /** Does the work. */
    T run() throws X, SQLException;
  }

  /**
   * Runs {@code body} and keeps its effects, or undoes them on any Throwable; a failure to undo is
   * added to the thrown Throwable as suppressed.
   *
   * @param unit receives the commit, if there is one
   */
  public static <T, X extends Throwable> T run(
      Connection connection, UnitOfWork unit, Body<T, X> body) throws X, SQLException {
    return connection.getAutoCommit()
        ? inTransaction(connection, unit, body)
        : inSavepoint(connection, unit, body);
  }

  private static <T, X extends Throwable> T inTransaction(
      Connection connection, UnitOfWork unit, Body<T, X> body) throws X, SQLException {
    return inTransactionThatEnds(
        connection,
        () -> {
          T value = body.run();
          requireIntact(connection);
          unit.committing(connection);
          connection.commit();
          unit.answered();
          return value;
        });
  }

  /**
   * Runs {@code body} in a new transaction of a connection in auto-commit, and undoes its effects
   * on any Throwable.
   *
   * @param body ends the transaction
   */
  static <T, X extends Throwable> T inTransactionThatEnds(Connection connection, Body<T, X> body)
      throws X, SQLException {
    connection.setAutoCommit(false);
    T value;
    try {
      value = body.run();
    } catch (Throwable failure) {
      undo(failure, connection, connection::rollback);
      undo(failure, connection, () -> connection.setAutoCommit(true));
      throw failure;
    }
    connection.setAutoCommit(true);
    return value;
  }

  /** Runs {@code body} as {@link #run} does, inside a transaction that the caller ends. */
  public static <T, X extends Throwable> T inSavepoint(
      Connection connection, UnitOfWork unit, Body<T, X> body) throws X, SQLException {
    Opening.ensure(connection);
    Savepoint savepoint = connection.setSavepoint();
    UnitOfWork.Mark mark = unit.mark();
    try {
      T value = body.run();
      connection.releaseSavepoint(savepoint);
      return value;
    } catch (Throwable failure) {
      undo(
          failure,
          connection,
          () -> {
            connection.rollback(savepoint);
            // Otherwise the server keeps the savepoint, and nests each later one in it.
            connection.releaseSavepoint(savepoint);
          });
      unit.undoneTo(mark);
      throw failure;
    }
  }

  /**
   * Fails if the transaction has failed. A body may swallow the failure of a statement; the server
   * would then answer the commit with a rollback, which the driver does not report.
   */
  private static void requireIntact(Connection connection) throws SQLException {
    if (connection.isClosed()) {
      throw new SQLException("closed before the commit", CONNECTION_DOES_NOT_EXIST);
    }
    if (!connection.isWrapperFor(BaseConnection.class)) {
      connection.releaseSavepoint(connection.setSavepoint());
    } else if (connection.unwrap(BaseConnection.class).getTransactionState()
        == TransactionState.FAILED) {
      throw new SQLException("failed before the commit", IN_FAILED_SQL_TRANSACTION);
    }
  }

  private interface Undo {
    void run() throws SQLException;
  }

  /** Does nothing if the connection is closed: its transaction is gone with it. */
  private static void undo(Throwable failure, Connection connection, Undo undo) {
    try {
      if (!connection.isClosed()) {
        undo.run();
      }
    } catch (SQLException e) {
      failure.addSuppressed(ErrorTranslator.translate(e));
    }
  }
}
