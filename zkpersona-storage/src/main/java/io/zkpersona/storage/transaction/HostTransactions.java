package io.zkpersona.storage.transaction;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a framework, as a manager sees them that was given this by {@link
 * DatabaseManager#using(DataSource, DatabaseConfig, HostTransactions)}: its repositories work in
 * the one that the calling thread is in. Called by many threads at once, about the transaction of
 * the calling thread each time.
 */
public interface HostTransactions {

  /**
   * The connection of the transaction that the calling thread is in. It is asked for once a call of
   * the library, and given back by {@link #release} as often.
   *
   * @return a connection in manual commit; null if the thread is in no transaction, and the call
   *     becomes one of its own
   * @throws SQLException if the transaction has no connection yet and none can be had
   */
  @Nullable Connection connection() throws SQLException;

  /**
   * Takes back what {@link #connection} gave. The transaction goes on.
   *
   * @param connection that connection
   */
  void release(Connection connection);

  /**
   * Has a callback told once how the transaction ended that the calling thread is in, after its
   * end.
   *
   * @param callback throws nothing
   */
  void afterCompletion(Consumer<? super Completion> callback);
}
