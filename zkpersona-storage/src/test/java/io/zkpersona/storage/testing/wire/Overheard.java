package io.zkpersona.storage.testing.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** A data source that tells a listener of statements before they run. */
public final class Overheard {

  private Overheard() {}

  /**
   * Wraps a data source.
   *
   * @param listener receives the text of each statement; its exceptions reach the caller
   */
  public static DataSource of(DataSource real, Consumer<String> listener) {
    return source(
        real,
        connection ->
            (method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                listener.accept((String) arguments[0]);
              }
              return invoke(connection, method, arguments);
            });
  }

  private static DataSource source(DataSource real, Function<Connection, Call> calls) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = invoke(real, method, arguments);
          return result instanceof Connection connection
              ? proxy(Connection.class, calls.apply(connection))
              : result;
        });
  }

  private interface Call {
    Object on(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
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
