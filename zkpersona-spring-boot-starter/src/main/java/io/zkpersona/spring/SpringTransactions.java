package io.zkpersona.spring;

import io.zkpersona.spring.internal.Holders;
import io.zkpersona.spring.internal.Intact;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.transaction.Completion;
import io.zkpersona.storage.transaction.HostTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Joins the Spring transactions of a data source, whichever transaction manager opened them: one of
 * JDBC or JPA. If a statement of such a transaction failed and the application went on, its commit
 * throws a {@link TransactionException}: the server can only roll it back. The auto-configuration
 * uses it; with plain Spring, pass it to {@link DatabaseManager#using(DataSource, DatabaseConfig,
 * HostTransactions)}. Thread-safe.
 */
public final class SpringTransactions implements HostTransactions {

  private final DataSource dataSource;

  /**
   * Joins the transactions of a data source.
   *
   * @param dataSource the data source of the transaction manager
   */
  public SpringTransactions(DataSource dataSource) {
    this.dataSource = target(dataSource);
  }

  /**
   * Removes Spring's transaction-aware proxies, which transaction managers look through, too.
   *
   * @param dataSource any data source
   * @return the data source whose transactions Spring manages
   */
  public static DataSource target(DataSource dataSource) {
    DataSource target = dataSource;
    while (target instanceof TransactionAwareDataSourceProxy proxy
        && proxy.getTargetDataSource() != null) {
      target = proxy.getTargetDataSource();
    }
    return target;
  }

  /**
   * Returns the connection of the thread's transaction.
   *
   * @return the connection; null if no transaction is active
   * @throws SQLException if the transaction has no connection yet and none can be obtained
   * @throws TransactionException if the transaction is one of another data source, or its manager
   *     does not synchronize transactions
   */
  @Override
  public @Nullable Connection connection() throws SQLException {
    boolean bound = TransactionSynchronizationManager.hasResource(dataSource);
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      if (bound && !TransactionSynchronizationManager.isSynchronizationActive()) {
        throw new TransactionException(
            "called inside a transaction whose transaction manager does not synchronize (expected:"
                + " a transaction manager with SYNCHRONIZATION_ALWAYS, its default)");
      }
      return null;
    }
    if (!bound || !Holders.isOfTransaction(dataSource)) {
      throw new TransactionException(
          "called inside a transaction of another data source than the library's, which this call"
              + " would not be part of (expected: a transaction of the library's data source, as in"
              + " @Transactional(\"itsTransactionManager\"); to commit separately,"
              + " outsideTransaction() or Propagation.NOT_SUPPORTED)");
    }
    Intact.watch(this, dataSource);
    try {
      return DataSourceUtils.getConnection(dataSource);
    } catch (CannotGetJdbcConnectionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void release(Connection connection) {
    DataSourceUtils.releaseConnection(connection, dataSource);
  }

  @Override
  public void afterCompletion(Consumer<? super Completion> callback) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            callback.accept(
                switch (status) {
                  case STATUS_COMMITTED -> Completion.COMMITTED;
                  case STATUS_ROLLED_BACK -> Completion.ROLLED_BACK;
                  default -> Completion.UNKNOWN;
                });
          }
        });
  }
}
