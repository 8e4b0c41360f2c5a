package io.zkpersona.storage.internal.transaction;

import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.storage.transaction.Completion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is known of the transactions that a host opens itself. Thread-safe. */
public interface Host {

  /**
   * A transaction of the host's.
   *
   * @param connection where it is open
   * @param completion has a callback told how it ended
   */
  record Joined(Connection connection, Consumer<Consumer<? super Completion>> completion) {}

  /**
   * The transaction that the calling thread is in; null if it is in none.
   *
   * @throws TransactionException if it is in one that can't be joined
   */
  @Nullable Joined join() throws SQLException;

  /**
   * Takes back the connection that {@link #join} gave; false, and nothing is done, if it did not
   * give this.
   */
  boolean leave(Connection connection);

  /**
   * Refuses a thread that is in a transaction.
   *
   * @throws TransactionException if it is in one
   */
  void requireNone();
}
