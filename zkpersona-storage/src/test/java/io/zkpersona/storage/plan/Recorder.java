package io.zkpersona.storage.plan;

import io.zkpersona.storage.repository.change.FeedBatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records which methods of a tree of interfaces were called, to find those that were not. */
public final class Recorder {

  private static final String PACKAGE = "io.zkpersona.storage.repository";

  private final Set<String> called = new TreeSet<>();

  /** Wraps an object and the interfaces that it returns so that their calls are recorded. */
  public <T> T recording(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              called.add(name(type, method));
              Object result;
              try {
                result = method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              return isPart(method.getReturnType())
                  ? recording(method.getReturnType(), result)
                  : result;
            }));
  }

  /** Returns the methods of a tree of interfaces that were never called. */
  public Set<String> neverCalled(Class<?> root) {
    return Arrays.stream(root.getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .map(Method::getReturnType)
        .filter(part -> isPart(part) && part != root)
        .flatMap(part -> Stream.concat(neverCalledOf(part).stream(), neverCalled(part).stream()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> neverCalledOf(Class<?> part) {
    return Arrays.stream(part.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()) && !method.isBridge())
        .map(method -> name(part, method))
        .filter(name -> !called.contains(name))
        .collect(Collectors.toSet());
  }

  private static boolean isPart(Class<?> type) {
    // A batch is a value, which its feed recognizes.
    return type.isInterface()
        && type != FeedBatch.class
        && type.getPackageName().startsWith(PACKAGE);
  }

  private static String name(Class<?> type, Method method) {
    return type.getSimpleName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
