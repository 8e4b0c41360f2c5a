package io.zkpersona.storage.internal.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/** All or nothing on one connection: a transaction in auto-commit, a savepoint inside one. */
public final class Atomic {

  private Atomic() {}

  /** Work that may throw what its caller allows. */
  @FunctionalInterface
  public interface Body<T, X extends Throwable> {

    /** Does the work. */
    T run() throws X, SQLException;
  }

  /**
   * Runs {@code body} and keeps its effects, or undoes them on every Throwable; a failure of that
   * is added to what was thrown as suppressed.
   */
  public static <T, X extends Throwable> T run(Connection connection, Body<T, X> body)
      throws X, SQLException {
    return connection.getAutoCommit()
        ? inTransaction(connection, body)
        : inSavepoint(connection, body);
  }

  private static <T, X extends Throwable> T inTransaction(Connection connection, Body<T, X> body)
      throws X, SQLException {
    connection.setAutoCommit(false);
    T value;
    try {
      value = body.run();
      connection.commit();
    } catch (Throwable failure) {
      undo(failure, connection::rollback);
      undo(failure, () -> connection.setAutoCommit(true));
      throw failure;
    }
    connection.setAutoCommit(true);
    return value;
  }

  private static <T, X extends Throwable> T inSavepoint(Connection connection, Body<T, X> body)
      throws X, SQLException {
    Savepoint savepoint = connection.setSavepoint();
    try {
      T value = body.run();
      connection.releaseSavepoint(savepoint);
      return value;
    } catch (Throwable failure) {
      undo(failure, () -> connection.rollback(savepoint));
      throw failure;
    }
  }

  private interface Undo {
    void run() throws SQLException;
  }

  private static void undo(Throwable failure, Undo undo) {
    try {
      undo.run();
    } catch (SQLException e) {
      failure.addSuppressed(io.zkpersona.storage.internal.error.ErrorTranslator.translate(e));
    }
  }
}
