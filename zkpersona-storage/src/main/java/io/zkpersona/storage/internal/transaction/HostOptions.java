package io.zkpersona.storage.internal.transaction;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import io.zkpersona.storage.transaction.TransactionOptions.Access;
import java.sql.Connection;
import java.sql.SQLException;

/** The options of a block inside a transaction that the host has already started. */
final class HostOptions {

  private HostOptions() {}

  /**
   * Checks that the host's transaction has the options that a block asks for.
   *
   * @throws TransactionException if it has others
   */
  static void requireFitting(Connection connection, TransactionOptions options) {
    if (options.equals(TransactionOptions.defaults())) {
      return;
    }
    try {
      if (options.retries() == 0
          && options.deadline() == null
          && connection.getTransactionIsolation() == jdbcLevel(options.isolation())
          && connection.isReadOnly() == (options.access() == Access.READ_ONLY)) {
        return;
      }
    } catch (SQLException e) {
      throw ErrorTranslator.translate(e);
    }
    throw new TransactionException(
        "a block inside the host's transaction has other options than that transaction (expected:"
            + " its isolation and access mode without retries and deadline, or the defaults)");
  }

  private static int jdbcLevel(Isolation isolation) {
    return switch (isolation) {
      case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
      case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
      case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
    };
  }
}
