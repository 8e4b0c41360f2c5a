package io.zkpersona.cli.transfer;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads and creates records by their components. */
final class Reflection {

  private Reflection() {}

  static Constructor<?> constructor(Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type.getName() + " has no public constructor", e);
    }
  }

  static Object create(Constructor<?> constructor, @Nullable Object... values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(constructor.getDeclaringClass().getName(), e);
    }
  }

  /** NullAway: a component that is null is for the caller to look at. */
  @SuppressWarnings("NullAway")
  static Object read(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(component.getName(), e);
    }
  }

  static RuntimeException unwrapped(InvocationTargetException e) {
    if (e.getCause() instanceof RuntimeException known) {
      return known;
    }
    return new IllegalStateException("a constructor or method of a record failed", e.getCause());
  }
}
