package io.zkpersona.storage.internal.migrate;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs Flyway's messages one level lower, under Flyway's loggers, since this library logs one line
 * per run. Exceptions are omitted, because they contain the driver's text; the caller receives the
 * failure.
 *
 * <p>Flyway instantiates it by name.
 */
public final class FlywayLog implements LogCreator {

  /** Called by Flyway. */
  public FlywayLog() {}

  /**
   * Returns the logger that Flyway must use: this class, or Flyway's SLF4J logger if Flyway's class
   * loader can't see this class. Flyway's automatic choice is never used, since it logs to the
   * console if SLF4J has no provider.
   */
  static String name() {
    String name = FlywayLog.class.getName();
    try {
      ClassLoader loader = Flyway.class.getClassLoader();
      return Class.forName(name, false, loader) == FlywayLog.class ? name : "slf4j";
    } catch (ClassNotFoundException e) {
      return "slf4j";
    }
  }

  @Override
  public Log createLogger(Class<?> type) {
    Logger logger = LoggerFactory.getLogger(type);
    return new Log() {
      // Flyway 10, which Spring Boot 3.3 manages, has no default for it.
      @SuppressWarnings("deprecation")
      @Override
      public boolean isDebugEnabled() {
        return logger.isTraceEnabled();
      }

      @Override
      public void debug(String message) {
        logger.trace(message);
      }

      @Override
      public void info(String message) {
        logger.debug(message);
      }

      @Override
      public void notice(String message) {
        logger.debug(message);
      }

      @Override
      public void warn(String message) {
        logger.debug(message);
      }

      @Override
      public void error(String message) {
        logger.debug(message);
      }

      @Override
      public void error(String message, Exception thrown) {
        logger.debug("{} ({})", message, thrown.getClass().getName());
      }
    };
  }
}
