package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.internal.error.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** Decides whether a connection may serve another call. */
public final class Connections {

  private Connections() {}

  /**
   * Gives a connection back to its source, or takes it out of use if the failure says that it
   * broke, or can't write any more.
   *
   * @param failure null if there was none
   */
  public static void giveBack(
      ConnectionSource source, Connection connection, @Nullable Throwable failure) {
    if (failure != null && (isUseless(failure) || isBroken(connection))) {
      source.discard(connection);
    } else {
      source.release(connection);
    }
  }

  private static boolean isUseless(Throwable failure) {
    if (failure instanceof SQLException thrown) {
      return SqlStates.evicts(thrown.getSQLState());
    }
    // A write that a read-only transaction refused, as it was meant to, says nothing against it.
    return failure instanceof DatabaseException known
        && known.code() != ErrorCode.TRANSACTION
        && SqlStates.evicts(known.sqlState().orElse(null));
  }

  /** A pool sees only failures of its own objects, and COPY goes past them to the driver's. */
  private static boolean isBroken(Connection connection) {
    try {
      return connection.isClosed()
          || (connection.isWrapperFor(BaseConnection.class)
              && connection.unwrap(BaseConnection.class).isClosed());
    } catch (SQLException e) {
      return true;
    }
  }
}
