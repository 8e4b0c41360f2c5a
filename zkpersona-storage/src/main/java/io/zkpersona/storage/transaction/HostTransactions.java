package io.zkpersona.storage.transaction;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connects a manager to the transactions of a host framework. Passed to {@link
 * DatabaseManager#using(DataSource, DatabaseConfig, HostTransactions)}, it makes the manager's
 * repositories join the transaction of the calling thread. Implementations must be thread-safe;
 * each call concerns the transaction of the calling thread.
 */
public interface HostTransactions {

  /**
   * Returns the connection of the calling thread's transaction. The library requests it once per
   * call and returns it with one call of {@link #release}.
   *
   * @return a connection in manual-commit mode; null if the thread is in no transaction, in which
   *     case the call is a separate transaction
   * @throws SQLException if the transaction has no connection yet and none can be obtained
   */
  @Nullable Connection connection() throws SQLException;

  /**
   * Releases a connection returned by {@link #connection}. The transaction stays open.
   *
   * @param connection the connection
   */
  void release(Connection connection);

  /**
   * Registers a callback that receives the completion of the calling thread's transaction, once,
   * after its end.
   *
   * @param callback the callback; it does not throw
   */
  void afterCompletion(Consumer<? super Completion> callback);
}
