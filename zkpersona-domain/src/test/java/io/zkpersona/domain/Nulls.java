package io.zkpersona.domain;

/** Null where the compiler knows that null is not allowed: callers may have no such compiler. */
public final class Nulls {
  private Nulls() {}

  /** Null, as if it were a value. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  public static <T> T nothing() {
    return null;
  }
}
