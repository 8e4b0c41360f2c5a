package io.zkpersona.domain;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and copies records by component name, for tests that cover all of them. */
public final class Components {
  private Components() {}

  /** Returns the names, in order. */
  public static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  /** Tells whether a component may be null. */
  public static boolean isNullable(Class<?> type, String name) {
    return find(type, name).getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** Tells whether a component has a primitive type. */
  public static boolean isPrimitive(Class<?> type, String name) {
    return find(type, name).getType().isPrimitive();
  }

  /** Returns the value of a component. */
  public static @Nullable Object get(Record values, String name) {
    try {
      return find(values.getClass(), name).getAccessor().invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Returns a copy with one component changed; throws what the record's constructor throws. */
  public static <R extends Record> R with(R values, String name, @Nullable Object value) {
    @SuppressWarnings("unchecked") // a record's class is final
    Class<R> type = (Class<R>) values.getClass();
    return make(
        type,
        names(type).stream()
            .map(other -> other.equals(name) ? new Slot(value) : new Slot(get(values, other)))
            .toList());
  }

  /** Returns the result of the record's own {@code with…} method; throws what it throws. */
  @SuppressWarnings("unchecked") // a wither returns its own type
  public static <R extends Record> R wither(R values, String name, @Nullable Object value) {
    Class<?> type = find(values.getClass(), name).getType();
    String method = "with" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    try {
      return (R) values.getClass().getMethod(method, type).invoke(values, value);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new AssertionError(e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Returns a record with these values; throws what its constructor throws. */
  public static <R extends Record> R make(Class<R> type, List<Slot> slots) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(slots.stream().map(Slot::value).toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new AssertionError(e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** A nullable value, for streams and lists. */
  public record Slot(@Nullable Object value) {}

  private static RecordComponent find(Class<?> type, String name) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
