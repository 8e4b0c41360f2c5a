package io.zkpersona.domain.internal;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Builds the {@code toString} of a filter, which names the components that are set, never their
 * values.
 */
public final class SetMembers {
  private final StringJoiner names;

  private SetMembers(String type) {
    names = new StringJoiner(", ", type + "[", "]");
  }

  /** Starts with the name of the type. */
  public static SetMembers of(String type) {
    return new SetMembers(type);
  }

  /** Adds the name of a component if it has a value. */
  public SetMembers add(String name, @Nullable Object value) {
    if (value != null) {
      names.add(name);
    }
    return this;
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
