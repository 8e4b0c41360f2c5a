package io.zkpersona.storage.internal.migrate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates data sources that run a hook when a connection is taken and when it is closed. */
final class ConnectionHooks {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionHooks.class);

  private ConnectionHooks() {}

  /**
   * Wraps a data source.
   *
   * @param taken runs when a connection is taken; its result is passed to {@code closing}
   * @param closing runs before a connection is closed; if it fails, the connection is discarded, so
   *     that no pool reuses it
   */
  static <T> DataSource on(
      DataSource real, Function<Connection, T> taken, BiConsumer<Connection, T> closing) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = invoke(real, method, arguments);
          return result instanceof Connection connection
              ? hooked(connection, taken, closing)
              : result;
        });
  }

  private static <T> Connection hooked(
      Connection real, Function<Connection, T> taken, BiConsumer<Connection, T> closing)
      throws Throwable {
    T state;
    try {
      state = taken.apply(real);
    } catch (Throwable failure) {
      real.close();
      throw failure;
    }
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("close") && !real.isClosed()) {
            finish(real, state, closing);
          }
          return invoke(real, method, arguments);
        });
  }

  private static <T> void finish(Connection real, T state, BiConsumer<Connection, T> closing)
      throws Throwable {
    try {
      closing.accept(real, state);
    } catch (RuntimeException e) {
      LOG.warn("a connection was dropped: its session settings could not be restored");
      real.abort(Runnable::run);
    }
  }

  private interface Call {
    Object on(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            ConnectionHooks.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.on(method, arguments)));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
