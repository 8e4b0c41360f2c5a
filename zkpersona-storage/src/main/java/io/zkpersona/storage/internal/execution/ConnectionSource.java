package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.time.Deadline;
import io.zkpersona.storage.transaction.Completion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the executor with a connection for each call: from a pool, a transaction, or the caller.
 */
public interface ConnectionSource {

  /**
   * Lends a connection to this thread until {@link #release}.
   *
   * @throws SQLException if no connection is available in time
   */
  Connection acquire() throws SQLException;

  /** Takes back a connection that {@link #acquire} lent. Never fails the work done with it. */
  void release(Connection connection);

  /** Takes back a connection that is broken and must not be lent again. */
  default void discard(Connection connection) {
    release(connection);
  }

  /**
   * Prepares the connection for being lent to code outside the library.
   *
   * @throws SQLException if the connection is broken
   */
  default void lending(Connection connection) throws SQLException {}

  /** Returns the source for work that may write; this one unless it also lends of replicas. */
  default ConnectionSource forWriting() {
    return this;
  }

  /**
   * Returns the source on which a failed read is repeated.
   *
   * @param connection the connection on which it failed, not yet given back
   * @return the source; null if the failure stands
   */
  default @Nullable ConnectionSource insteadOf(Connection connection, SQLException failure) {
    return null;
  }

  /** Returns the deadline of all work on its connections; null if there is none. */
  default @Nullable Deadline deadline() {
    return null;
  }

  /**
   * Tells whether calls of this thread take part in a transaction that others have opened.
   *
   * @throws TransactionException if they are not allowed here
   * @throws ManagerClosedException if the source is closed
   */
  default boolean takesPart() throws SQLException {
    return true;
  }

  /**
   * Registers a callback for the end of the transaction, opened by others, that the calling thread
   * is in.
   *
   * @return whether it was registered; false if the source does not learn of the end
   */
  default boolean whenCompleted(Consumer<? super Completion> callback) {
    return false;
  }

  /** Called when the commit is about to be sent. */
  default void committing(Connection connection) {}

  /**
   * Rejects use of a connection acquired earlier, if its time is over or another thread owns it.
   */
  default void checkUsable() {}

  /**
   * Rejects any use once the source is closed.
   *
   * @throws ManagerClosedException if the source is closed
   */
  default void requireOpen() {}

  /**
   * Rejects handing work to another thread, which would do it on its own connection and so outside
   * the transaction or connection that is open here.
   */
  default void requireHandover() {
    throw new TransactionException(
        "group commit was used on a caller's connection or inside a transaction (expected: the"
            + " manager's repositories, outside inTransaction)");
  }
}
