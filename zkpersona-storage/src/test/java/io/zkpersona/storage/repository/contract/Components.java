package io.zkpersona.storage.repository.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and copies records by component name, so that one contract serves every entity. */
public final class Components {

  /** Cached, because reflection creates new objects on each call. */
  private static final ClassValue<Map<String, RecordComponent>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Map<String, RecordComponent> computeValue(Class<?> type) {
          Map<String, RecordComponent> components = new LinkedHashMap<>();
          for (RecordComponent component : type.getRecordComponents()) {
            components.put(component.getName(), component);
          }
          return components;
        }
      };

  private Components() {}

  public static List<String> names(Class<?> type) {
    return List.copyOf(COMPONENTS.get(type).keySet());
  }

  static boolean isNullable(Class<?> type, String name) {
    return find(type, name).getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** Returns the constants of an enum component, or an empty list for any other type. */
  static List<Object> constants(Class<?> type, String name) {
    Object[] constants = find(type, name).getType().getEnumConstants();
    return constants == null ? List.of() : List.of(constants);
  }

  public static @Nullable Object get(Record values, String name) {
    try {
      return find(values.getClass(), name).getAccessor().invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Returns a copy with one component changed. */
  @SuppressWarnings("unchecked") // a record's class is final
  public static <R extends Record> R with(R values, String name, @Nullable Object value) {
    return (R)
        make(
            values.getClass(), other -> other.equals(name) ? value : Components.get(values, other));
  }

  /** Returns a copy in which all other components are null. */
  @SuppressWarnings("unchecked") // a record's class is final
  public static <R extends Record> R only(R values, Collection<String> names) {
    return (R)
        make(values.getClass(), name -> names.contains(name) ? Components.get(values, name) : null);
  }

  /** Returns a copy that takes some components from another record. */
  @SuppressWarnings("unchecked") // a record's class is final
  static <R extends Record> R merged(R values, R other, Collection<String> names) {
    return (R)
        make(
            values.getClass(), name -> Components.get(names.contains(name) ? other : values, name));
  }

  /** Returns a record of another type with the values of the components they share. */
  public static <R extends Record> R copied(Record values, Class<R> type) {
    return make(type, name -> Components.get(values, name));
  }

  private static <R extends Record> R make(
      Class<R> type, Function<String, @Nullable Object> valueOf) {
    List<Class<?>> types = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : COMPONENTS.get(type).values()) {
      types.add(component.getType());
      values.add(valueOf.apply(component.getName()));
    }
    try {
      return type.getDeclaredConstructor(types.toArray(Class<?>[]::new))
          .newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new AssertionError(e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static RecordComponent find(Class<?> type, String name) {
    return Objects.requireNonNull(COMPONENTS.get(type).get(name), name);
  }
}
