package io.zkpersona.storage.internal.mapping;

import java.util.Objects;
import java.util.function.Consumer;

/** A rule for values that enter a column, which may contain older values that break it. */
record Entrance<E, T>(Column<E, T> column, Consumer<T> rule) {

  void check(E entity) {
    T value = column.valueOf(entity);
    if (value != null) {
      rule.accept(value);
    }
  }

  boolean isChanged(E current, E changed) {
    return !Objects.equals(column.valueOf(current), column.valueOf(changed));
  }
}
