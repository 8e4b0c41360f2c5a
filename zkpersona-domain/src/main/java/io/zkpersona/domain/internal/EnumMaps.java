package io.zkpersona.domain.internal;

import io.zkpersona.domain.validation.Checks;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Copies the maps of summaries. */
public final class EnumMaps {
  private EnumMaps() {}

  /**
   * Returns an unmodifiable copy in the order of the constants.
   *
   * @param rule checks each value, which is never null, and may normalize it
   */
  public static <K extends Enum<K>, V> Map<K, V> copy(
      String field, Class<K> type, @Nullable Map<K, V> map, UnaryOperator<V> rule) {
    Map<K, V> copy = new EnumMap<>(type);
    Checks.notNull(field, map)
        .forEach(
            (key, value) ->
                copy.put(Checks.notNull(field, key), rule.apply(Checks.notNull(field, value))));
    return Collections.unmodifiableMap(copy);
  }
}
