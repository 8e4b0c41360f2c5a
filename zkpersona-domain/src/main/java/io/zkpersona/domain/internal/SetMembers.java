package io.zkpersona.domain.internal;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes filters for {@code toString}. */
public final class SetMembers {
  private SetMembers() {}

  /**
   * Returns the type of a filter and the names of the components that are set, never their values.
   *
   * @param components all components in order, as the filter's builder streams them
   */
  public static String of(Record filter, Stream<? extends Map.Entry<String, ?>> components) {
    return components
        .filter(component -> component.getValue() != null)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", ", filter.getClass().getSimpleName() + "[", "]"));
  }
}
