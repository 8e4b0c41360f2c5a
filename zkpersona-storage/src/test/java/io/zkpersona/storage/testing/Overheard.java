package io.zkpersona.storage.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A data source that tells somebody of each statement before its connections prepare it. */
public final class Overheard {

  private Overheard() {}

  /**
   * The connections of another.
   *
   * @param listener is given the text; what it throws, the caller gets
   */
  public static DataSource of(DataSource real, Consumer<String> listener) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = invoke(real, method, arguments);
          return result instanceof Connection connection
              ? connection(connection, listener)
              : result;
        });
  }

  private static Connection connection(Connection real, Consumer<String> listener) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("prepareStatement")) {
            listener.accept((String) arguments[0]);
          }
          return invoke(real, method, arguments);
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
