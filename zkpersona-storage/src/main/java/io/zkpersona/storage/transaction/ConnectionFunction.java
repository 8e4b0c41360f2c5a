package io.zkpersona.storage.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Work with a JDBC connection, for the SQL that this library does not foresee.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface ConnectionFunction<T extends @Nullable Object> {

  /**
   * Does the work. The connection must neither be closed nor kept, and its auto-commit mode not be
   * changed.
   *
   * @param connection the connection; valid until this method returns
   * @return a value for the caller
   * @throws SQLException what the driver throws; the caller gets its translation
   */
  T apply(Connection connection) throws SQLException;
}
