package io.zkpersona.storage.internal.transaction;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.transaction.Completion;
import io.zkpersona.storage.transaction.HostTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A host whose transactions the library joins. */
public final class JoinedHost implements Host {

  private final HostTransactions transactions;
  private final IdentityHashMap<Connection, Integer> joined = new IdentityHashMap<>();

  /** Joins {@code transactions}. */
  public JoinedHost(HostTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public @Nullable Joined join() throws SQLException {
    Connection connection = transactions.connection();
    if (connection == null) {
      return null;
    }
    boolean manual = false;
    try {
      manual = !connection.getAutoCommit();
    } finally {
      if (!manual) {
        transactions.release(connection);
      }
    }
    if (!manual) {
      throw new TransactionException(
          "hostTransactions returned a connection in auto-commit mode (expected: one in"
              + " manual-commit mode, or null if the thread is in no transaction)");
    }
    synchronized (joined) {
      joined.merge(connection, 1, Integer::sum);
    }
    return new Joined(connection, transactions::afterCompletion);
  }

  @Override
  public boolean leave(Connection connection) {
    synchronized (joined) {
      if (!joined.containsKey(connection)) {
        return false;
      }
      joined.computeIfPresent(connection, (key, times) -> times == 1 ? null : times - 1);
    }
    transactions.release(connection);
    return true;
  }

  @Override
  public boolean whenCompleted(Consumer<? super Completion> callback) {
    transactions.afterCompletion(callback);
    return true;
  }

  @Override
  public void requireNone() {
    try {
      Joined found = join();
      if (found == null) {
        return;
      }
      leave(found.connection());
    } catch (SQLException e) {
      // A transaction exists; the next statement in it fails with this error.
    }
    throw new TransactionException(
        "group commit was used inside a transaction of the host, which its rows would not be part"
            + " of (expected: outside the transaction)");
  }
}
