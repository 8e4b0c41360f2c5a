package io.zkpersona.storage.internal.execution;

import java.sql.Connection;

/** A connection that its owner opened and will close: a transaction or the caller. */
public record BoundConnection(Connection connection) implements ConnectionSource {

  @Override
  public Connection acquire() {
    return connection;
  }

  @Override
  public void release(Connection released) {
    // The owner closes it.
  }
}
