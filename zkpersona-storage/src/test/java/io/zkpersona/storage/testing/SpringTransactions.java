package io.zkpersona.storage.testing;

import io.zkpersona.storage.transaction.Completion;
import io.zkpersona.storage.transaction.HostTransactions;
import java.sql.Connection;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Spring transactions over a data source, as an application would write them. */
public record SpringTransactions(DataSource dataSource) implements HostTransactions {

  @Override
  public @Nullable Connection connection() {
    return TransactionSynchronizationManager.hasResource(dataSource)
        ? DataSourceUtils.getConnection(dataSource)
        : null;
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
