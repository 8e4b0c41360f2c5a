package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.ManagerClosedException;
import io.zkpersona.domain.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where the executor gets the connection for one call: a pool, a transaction, a caller's own. */
public interface ConnectionSource {

  /**
   * Gives a connection for this thread's use until {@link #release}.
   *
   * @throws SQLException if none can be had in time
   */
  Connection acquire() throws SQLException;

  /**
   * Takes back what {@link #acquire} gave. What was done with it is done: this never fails for it.
   */
  void release(Connection connection);

  /** As {@link #release}, of a connection that is of no more use and must serve nobody else. */
  default void discard(Connection connection) {
    release(connection);
  }

  /**
   * The connection is about to be lent to code that is not the library's.
   *
   * @throws SQLException if the connection is broken
   */
  default void lending(Connection connection) throws SQLException {}

  /** By when everything on its connections has to be done; null if there is no such time. */
  default @Nullable Deadline deadline() {
    return null;
  }

  /** The commit is about to be sent. */
  default void committing(Connection connection) {}

  /**
   * Refuses the use of what was acquired earlier, if its time is over or it is another thread's.
   */
  default void checkUsable() {}

  /**
   * Refuses any use once nothing is given any more.
   *
   * @throws ManagerClosedException then
   */
  default void requireOpen() {}

  /**
   * Refuses what this thread hands to another one, to be done on a connection of that one's own,
   * where it would not be part of what is open here.
   */
  default void requireHandover() {
    throw new TransactionException(
        "saves were gathered on one connection or inside a transaction (expected: the manager's"
            + " repositories, outside of inTransaction)");
  }
}
