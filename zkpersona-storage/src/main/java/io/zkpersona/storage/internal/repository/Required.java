package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.error.ValidationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses null before anything is sent, naming what was null. */
final class Required {

  private static final String RULE = "null (expected: a value)";

  private Required() {}

  static <T> T argument(String name, @Nullable T value) {
    if (value == null) {
      throw new ValidationException(name, RULE);
    }
    return value;
  }

  /** A copy of a collection, none of whose elements is null. */
  static <T> List<T> elements(String name, @Nullable Collection<? extends @Nullable T> values) {
    Collection<? extends @Nullable T> given = argument(name, values);
    List<T> copy = new ArrayList<>(given.size());
    for (@Nullable T value : given) {
      if (value == null) {
        throw new ValidationException(name, RULE).withIndex(copy.size());
      }
      copy.add(value);
    }
    return copy;
  }
}
