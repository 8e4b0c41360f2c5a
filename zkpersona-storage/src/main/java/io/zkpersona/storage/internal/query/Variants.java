package io.zkpersona.storage.internal.query;

import org.jooq.QueryPart;

/**
 * Statements that differ in their text by a variant, for example by the members of a filter that
 * are set. Immutable.
 *
 * @param <V> the variant; equal variants have the same text
 * @param <P> the values of a call
 * @param <R> the value of a row; {@link Void} if the statements return no rows
 */
public final class Variants<V, P, R> {

  /**
   * Builds the statement of a variant.
   *
   * @param <V> the variant
   * @param <P> the values of a call
   * @param <R> the value of a row
   */
  @FunctionalInterface
  public interface Definition<V, P, R> {

    /** Builds the statement, as {@link Statement.Definition#build} does. */
    QueryPart build(V variant, Parameters<P> in, Results<R> out);
  }

  /** Equality is written out: a JVM takes 15 ms to generate the methods of its first record. */
  private record Key(Object family, Object variant) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && family == that.family && variant.equals(that.variant);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(family) + variant.hashCode();
    }
  }

  private final String name;
  private final Definition<V, P, R> definition;

  private Variants(String name, Definition<V, P, R> definition) {
    this.name = name;
    this.definition = definition;
  }

  /** Declares the statements of all variants. */
  public static <V, P, R> Variants<V, P, R> of(String name, Definition<V, P, R> definition) {
    return new Variants<>(name, definition);
  }

  /** Returns the statement of a variant. */
  public Statement<P, R> of(V variant) {
    return Statement.keyed(
        new Key(this, variant), name, (in, out) -> definition.build(variant, in, out));
  }
}
