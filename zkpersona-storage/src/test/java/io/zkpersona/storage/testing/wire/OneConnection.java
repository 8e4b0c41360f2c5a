package io.zkpersona.storage.testing.wire;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source that hands out the same connection repeatedly and, unlike a good pool, resets none
 * of its state. Its methods can be made to fail.
 */
public final class OneConnection implements DataSource, AutoCloseable {

  private final Connection real;
  private final Map<String, Integer> callsBeforeFailure = new HashMap<>();
  private boolean wrapper = true;
  private final AtomicInteger out = new AtomicInteger();

  /** Hands out {@code real}. */
  public OneConnection(Connection real) {
    this.real = real;
  }

  /** Makes a method of the connection fail after this many more calls. */
  public OneConnection failing(String method, int callsBefore) {
    callsBeforeFailure.put(method, callsBefore);
    return this;
  }

  /** Hides the driver's connection from {@code unwrap} and {@code isWrapperFor}. */
  public OneConnection hidingTheDriver() {
    wrapper = false;
    return this;
  }

  /** Returns the connection behind those that are handed out. */
  public Connection real() {
    return real;
  }

  /** Returns the number of connections handed out and not returned. */
  public int out() {
    return out.get();
  }

  @Override
  public Connection getConnection() {
    out.incrementAndGet();
    boolean[] closed = {false};
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              fail(method);
              switch (method.getName()) {
                case "close" -> {
                  out.addAndGet(closed[0] ? 0 : -1);
                  closed[0] = true;
                  return null;
                }
                case "isWrapperFor" -> {
                  return wrapper && real.isWrapperFor((Class<?>) arguments[0]);
                }
                case "unwrap" -> {
                  if (!wrapper) {
                    throw new SQLException("no wrapper");
                  }
                  return invoke(method, arguments);
                }
                case "isClosed" -> {
                  return closed[0] || real.isClosed();
                }
                default -> {
                  return invoke(method, arguments);
                }
              }
            });
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void fail(Method method) throws SQLException {
    Integer left = callsBeforeFailure.get(method.getName());
    if (left != null) {
      callsBeforeFailure.put(method.getName(), left - 1);
      if (left <= 0) {
        throw new SQLException("marker of the pool's own text", "XX000");
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password) {
    return getConnection();
  }

  @Override
  public void close() throws SQLException {
    real.close();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("no wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
