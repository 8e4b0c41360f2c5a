package io.zkpersona.storage.internal.execution;

import java.sql.Connection;

/** One connection that somebody else opened and will close: a transaction's, or the caller's. */
public record BoundConnection(Connection connection) implements ConnectionSource {

  @Override
  public Connection acquire() {
    return connection;
  }

  @Override
  public void release(Connection released) {
    // Whoever opened it closes it.
  }
}
