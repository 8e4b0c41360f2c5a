package io.zkpersona.domain.internal;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The {@code toString} of a filter: which members are set, never to what. */
public final class SetMembers {
  private final StringJoiner names;

  private SetMembers(String type) {
    names = new StringJoiner(", ", type + "[", "]");
  }

  /** Starts with the type's name. */
  public static SetMembers of(String type) {
    return new SetMembers(type);
  }

  /** Names the member if it has a value. */
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
