package io.zkpersona.storage.internal.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits the wait for an answer, which a server that vanished never gives. */
final class Patience {

  /** A question to a session. */
  @FunctionalInterface
  interface Question {
    @Nullable Sight to(Connection connection) throws SQLException;
  }

  private Patience() {}

  /**
   * Asks, with the limit unless the connection has a shorter one. A connection that exceeds it is
   * closed by the driver.
   */
  static @Nullable Sight limit(Connection connection, Duration limit, Question question)
      throws SQLException {
    int millis = Math.toIntExact(limit.toMillis());
    int before = connection.getNetworkTimeout();
    if (before > 0 && before <= millis) {
      return question.to(connection);
    }
    connection.setNetworkTimeout(Runnable::run, millis);
    try {
      return question.to(connection);
    } finally {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, before);
      }
    }
  }
}
