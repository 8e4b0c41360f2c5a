package io.zkpersona.storage.internal.pool;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.error.PermanentFailure;
import io.zkpersona.storage.internal.error.SanitizedSqlException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tests that connections can be opened, with retries for a server that is starting. */
public final class ConnectionTest {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTest.class);
  private static final String MAY_NOT_CONNECT = "42501";

  private ConnectionTest() {}

  /**
   * Opens a connection and closes it.
   *
   * @param dataSource not a pool, which would retry on its own
   * @param attempts the maximum number of attempts, at least 1; permanent failures are not retried
   * @param pause the wait before the next attempt
   * @throws ConfigurationException if the failure is permanent
   * @throws DatabaseUnavailableException if the last attempt failed or the thread was interrupted
   */
  public static void run(DataSource dataSource, int attempts, Duration pause) {
    for (int attempt = 1; ; attempt++) {
      try {
        dataSource.getConnection().close();
        return;
      } catch (SQLException e) {
        ZkPersonaException failure = translate(e);
        if (attempt >= attempts || failure instanceof ConfigurationException) {
          throw failure;
        }
        LOG.warn("attempt {} of {} to connect failed: {}", attempt, attempts, failure.code());
        if (!waited(pause)) {
          throw failure;
        }
      }
    }
  }

  private static ZkPersonaException translate(SQLException thrown) {
    if (Thread.currentThread().isInterrupted()) {
      return new DatabaseUnavailableException(
          "the thread was interrupted while it connected",
          thrown.getSQLState(),
          SanitizedSqlException.of(thrown));
    }
    if (MAY_NOT_CONNECT.equals(thrown.getSQLState())) {
      return new ConfigurationException(
          "DATABASE_URL",
          "the role may not connect to that database (expected: a role with CONNECT on it)",
          SanitizedSqlException.of(thrown));
    }
    return PermanentFailure.of(thrown)
        .<ZkPersonaException>map(refusal -> refusal)
        .orElseGet(() -> ErrorTranslator.translate(thrown));
  }

  private static boolean waited(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
