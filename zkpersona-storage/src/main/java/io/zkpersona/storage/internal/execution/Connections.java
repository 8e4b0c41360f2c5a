package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.internal.error.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** Decides whether a connection may be used for another call. */
public final class Connections {

  private Connections() {}

  /**
   * Returns a connection to its source, or discards it if the failure shows that it is broken or
   * can no longer write.
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
    // A write that was rejected by a transaction meant to be read-only does not count against it.
    return failure instanceof DatabaseException known
        && known.code() != ErrorCode.TRANSACTION
        && SqlStates.evicts(known.sqlState().orElse(null));
  }

  /**
   * Tells whether the connection is broken. A pool notices only failures of its own wrappers; COPY
   * bypasses them and uses the driver's objects.
   */
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
