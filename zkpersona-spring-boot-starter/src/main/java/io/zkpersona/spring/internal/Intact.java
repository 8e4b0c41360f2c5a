package io.zkpersona.spring.internal;

import io.zkpersona.storage.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Fails the commit of a transaction in which a statement failed and the application went on. The
 * server answers such a commit with a rollback, which the driver does not report.
 */
public final class Intact implements TransactionSynchronization {

  private final Object key;
  private final DataSource dataSource;

  private Intact(Object key, DataSource dataSource) {
    this.key = key;
    this.dataSource = dataSource;
  }

  /**
   * Watches the calling thread's transaction.
   *
   * @param key the same object for each call, so that a transaction is watched once
   */
  public static void watch(Object key, DataSource dataSource) {
    if (!TransactionSynchronizationManager.hasResource(key)) {
      Intact intact = new Intact(key, dataSource);
      TransactionSynchronizationManager.registerSynchronization(intact);
      intact.resume();
    }
  }

  @Override
  public void suspend() {
    TransactionSynchronizationManager.unbindResourceIfPossible(key);
  }

  @Override
  public void resume() {
    TransactionSynchronizationManager.bindResource(key, this);
  }

  @Override
  public void beforeCommit(boolean readOnly) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      if (connection.isWrapperFor(BaseConnection.class)
          && connection.unwrap(BaseConnection.class).getTransactionState()
              == TransactionState.FAILED) {
        throw new TransactionException(
            "a statement failed in this transaction, which can't be committed any more (expected:"
                + " the exception leaves the transactional method, or the statement is inside"
                + " inTransaction or a NESTED transaction)");
      }
    } catch (SQLException e) {
      throw new TransactionException(
          "the connection of this transaction does not answer", e.getSQLState(), null);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  @Override
  public void afterCompletion(int status) {
    suspend();
  }
}
