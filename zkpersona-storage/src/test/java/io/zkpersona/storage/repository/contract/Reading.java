package io.zkpersona.storage.repository.contract;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.Repositories;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Repositories that read everything committed before each call, from replicas. */
final class Reading {

  /** The replicas follow a server on which all tests of the JVM write. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Reading() {}

  /** Returns a repository each of whose calls takes a token of its own. */
  static <T> T fresh(
      Class<T> type, DatabaseManager manager, Function<Repositories, ? extends T> repository) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    addInterfaces(repository.apply(manager.repositories()).getClass(), interfaces);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            interfaces.toArray(Class<?>[]::new),
            (proxy, method, arguments) -> {
              T target =
                  repository.apply(
                      manager.reading(
                          Consistency.readYourWrites(manager::commitToken)
                              .waitingAtMost(PATIENCE)));
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static void addInterfaces(@Nullable Class<?> type, Set<Class<?>> interfaces) {
    if (type != null) {
      interfaces.addAll(List.of(type.getInterfaces()));
      addInterfaces(type.getSuperclass(), interfaces);
    }
  }
}
