package io.zkpersona.domain;

/** Null where the compiler forbids it, because callers may have no such check. */
public final class Nulls {
  private Nulls() {}

  /** Returns null as if it were a value. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  public static <T> T nothing() {
    return null;
  }
}
