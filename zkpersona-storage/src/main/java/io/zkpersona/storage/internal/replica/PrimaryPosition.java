package io.zkpersona.storage.internal.replica;

import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.replica.CommitToken;
import java.sql.Connection;
import java.sql.SQLException;

/** Takes tokens of commits. */
public final class PrimaryPosition {

  private PrimaryPosition() {}

  /**
   * Takes a token that stands for everything committed before this call.
   *
   * @throws TransactionException if a transaction is open
   * @throws DatabaseUnavailableException if the server is a standby
   */
  public static CommitToken token(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      throw new TransactionException(
          "commitToken was called inside a transaction (expected: after its commit, which the token"
              + " is to cover)");
    }
    Sight primary = Sight.ask(connection).sight();
    if (primary.standby()) {
      throw new DatabaseUnavailableException(
          "the server is a standby, which commits nothing (expected: DATABASE_URL of the primary)",
          null,
          null);
    }
    return new CommitToken(primary.server().system(), primary.timeline(), primary.position());
  }
}
