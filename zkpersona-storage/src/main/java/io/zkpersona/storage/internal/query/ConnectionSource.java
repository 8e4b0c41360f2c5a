package io.zkpersona.storage.internal.query;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the executor gets the connection for one call: a pool, a transaction, a caller's own. */
public interface ConnectionSource {

  /**
   * Gives a connection for this thread's use until {@link #release}.
   *
   * @throws SQLException if none can be had in time
   */
  Connection acquire() throws SQLException;

  /** Takes back what {@link #acquire} gave. */
  void release(Connection connection) throws SQLException;
}
