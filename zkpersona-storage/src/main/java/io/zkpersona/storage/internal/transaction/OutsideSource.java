package io.zkpersona.storage.internal.transaction;

import io.zkpersona.storage.internal.execution.ConnectionSource;
import io.zkpersona.storage.transaction.Completion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lends the connection of the host's transaction if the thread is in one, and rejects threads
 * inside a transaction of this library.
 */
final class OutsideSource implements ConnectionSource {

  private final ConnectionSource primary;
  private final ConnectionSource pool;
  private final Host host;
  private final Runnable requireOutside;

  /**
   * Creates a source.
   *
   * @param primary serves writes
   * @param pool serves reads; the same where no replica is asked for
   * @param requireOutside throws inside a transaction of this library
   */
  OutsideSource(
      ConnectionSource primary, ConnectionSource pool, Host host, Runnable requireOutside) {
    this.primary = primary;
    this.pool = pool;
    this.host = host;
    this.requireOutside = requireOutside;
  }

  @Override
  public Connection acquire() throws SQLException {
    requireOutside.run();
    primary.requireOpen();
    Host.Joined joined = host.join();
    return joined == null ? pool.acquire() : joined.connection();
  }

  @Override
  public ConnectionSource forWriting() {
    return pool == primary ? this : new OutsideSource(primary, primary, host, requireOutside);
  }

  @Override
  public @Nullable ConnectionSource insteadOf(Connection connection, SQLException failure) {
    return pool.insteadOf(connection, failure);
  }

  @Override
  public void requireHandover() {
    requireOutside.run();
    host.requireNone();
    primary.requireHandover();
  }

  @Override
  public void release(Connection connection) {
    if (!host.leave(connection)) {
      pool.release(connection);
    }
  }

  @Override
  public void discard(Connection connection) {
    if (!host.leave(connection)) {
      pool.discard(connection);
    }
  }

  @Override
  public boolean takesPart() throws SQLException {
    requireOutside.run();
    primary.requireOpen();
    Host.Joined joined = host.join();
    if (joined == null) {
      return false;
    }
    host.leave(joined.connection());
    return true;
  }

  @Override
  public boolean whenCompleted(Consumer<? super Completion> callback) {
    return host.whenCompleted(callback);
  }

  @Override
  public void lending(Connection connection) throws SQLException {
    pool.lending(connection);
  }
}
