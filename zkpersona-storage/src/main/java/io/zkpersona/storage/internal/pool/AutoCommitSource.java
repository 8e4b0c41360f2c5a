package io.zkpersona.storage.internal.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Lends the connections of a data source in auto-commit mode, also if its pool is in manual-commit
 * mode. Only for hosts that declare their transactions: without that, a connection in manual-commit
 * mode may be the one of a host's transaction.
 */
public final class AutoCommitSource implements DataSource {

  private final DataSource real;

  /** Lends connections of {@code real}. */
  public AutoCommitSource(DataSource real) {
    this.real = real;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return inAutoCommit(real.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return inAutoCommit(real.getConnection(user, password));
  }

  /** Leaves a connection whose transaction has begun: the switch would commit its statements. */
  private static Connection inAutoCommit(Connection connection) throws SQLException {
    try {
      if (!connection.getAutoCommit() && isIdle(connection)) {
        connection.setAutoCommit(true);
      }
      return connection;
    } catch (Throwable failure) {
      connection.close();
      throw failure;
    }
  }

  private static boolean isIdle(Connection connection) throws SQLException {
    return connection.isWrapperFor(BaseConnection.class)
        && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return real.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    real.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    real.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return real.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return real.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(real) ? type.cast(real) : real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(real) || real.isWrapperFor(type);
  }
}
