package io.zkpersona.storage.internal.transaction;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.transaction.Completion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transactions that the host opens. Thread-safe. */
public interface Host {

  /**
   * A transaction of the host.
   *
   * @param connection its connection
   * @param completion registers a callback that receives its completion
   */
  record Joined(Connection connection, Consumer<Consumer<? super Completion>> completion) {}

  /**
   * Returns the transaction of the calling thread; null if there is none.
   *
   * @throws TransactionException if that transaction can't be joined
   */
  @Nullable Joined join() throws SQLException;

  /**
   * Releases a connection returned by {@link #join}. Returns false, without any effect, for another
   * connection.
   */
  boolean leave(Connection connection);

  /**
   * Registers a callback for the end of the calling thread's transaction.
   *
   * @return whether it was registered
   */
  default boolean whenCompleted(Consumer<? super Completion> callback) {
    return false;
  }

  /**
   * Requires that the calling thread is in no transaction.
   *
   * @throws TransactionException if it is in a transaction
   */
  void requireNone();
}
