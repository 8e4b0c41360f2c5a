package io.zkpersona.storage.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A function of a JDBC connection, for SQL that this library does not provide.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface ConnectionFunction<T extends @Nullable Object> {

  /**
   * Uses the connection. The function must not close or retain it, or change its auto-commit mode.
   *
   * @param connection the connection; valid until this method returns
   * @return the result for the caller
   * @throws SQLException if the driver throws it; the caller receives its translation
   */
  T apply(Connection connection) throws SQLException;
}
