package io.zkpersona.storage.internal.pool;

import io.zkpersona.domain.error.ConfigurationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.error.SanitizedSqlException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves that connections can be had, with some patience for a server that is coming up. */
public final class ConnectionTest {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTest.class);

  private ConnectionTest() {}

  /**
   * Opens a connection and closes it.
   *
   * @param attempts how often to try, from 1; what won't mend is not tried again
   * @param pause how long to wait before the next attempt
   */
  public static void run(DataSource dataSource, int attempts, Duration pause) {
    for (int attempt = 1; ; attempt++) {
      try {
        dataSource.getConnection().close();
        return;
      } catch (SQLException e) {
        ConfigurationException hopeless = hopeless(e);
        if (hopeless != null) {
          throw hopeless;
        }
        ZkPersonaException unavailable = ErrorTranslator.translate(driverException(e));
        if (attempt >= attempts) {
          throw unavailable;
        }
        LOG.warn("attempt {} of {} to connect failed: {}", attempt, attempts, unavailable.code());
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  /** A pool that gave up carries what the driver said as its cause. */
  private static SQLException driverException(SQLException thrown) {
    return thrown.getCause() instanceof SQLException cause ? cause : thrown;
  }

  private static @Nullable ConfigurationException hopeless(SQLException thrown) {
    SQLException driver = driverException(thrown);
    String state = driver.getSQLState();
    if (state == null) {
      return null;
    }
    return switch (state) {
      case "28P01", "28000" ->
          refused("the server refused the role or its password (expected: ones it knows)", driver);
      case "3D000" ->
          refused("no such database on that server (expected: one that exists)", driver);
      case "42501" -> refused("the role may not connect to that database", driver);
      default -> null;
    };
  }

  private static ConfigurationException refused(String rule, SQLException driver) {
    return new ConfigurationException("DATABASE_URL", rule, SanitizedSqlException.of(driver));
  }
}
