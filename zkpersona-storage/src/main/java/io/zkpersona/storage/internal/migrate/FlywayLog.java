package io.zkpersona.storage.internal.migrate;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Flyway logs, one level down and under its own loggers: a run is told in one line of ours.
 * Exceptions are left out, whose text is the driver's; the caller gets what stopped the run.
 *
 * <p>Flyway makes it by its name.
 */
public final class FlywayLog implements LogCreator {

  /** For Flyway. */
  public FlywayLog() {}

  /**
   * What Flyway is to be told to log with: this, or its own way to SLF4J where it is loaded by a
   * class loader that can't see this. Never its choice of its own, which is the console where SLF4J
   * has no provider.
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
