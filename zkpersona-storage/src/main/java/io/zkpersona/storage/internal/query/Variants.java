package io.zkpersona.storage.internal.query;

import java.util.List;
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

  /**
   * Builds the parts of the statement of a variant.
   *
   * @param <V> the variant
   * @param <P> the values of a call
   * @param <R> the value of a row
   */
  @FunctionalInterface
  public interface Parts<V, P, R> {

    /** Builds the parts, as {@link Statement.Parts#build} does. */
    List<? extends QueryPart> build(V variant, Parameters<P> in, Results<R> out);
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
  private final Parts<V, P, R> parts;
  private final boolean atomic;

  private Variants(String name, Parts<V, P, R> parts, boolean atomic) {
    this.name = name;
    this.parts = parts;
    this.atomic = atomic;
  }

  /** Declares the statements of all variants. */
  public static <V, P, R> Variants<V, P, R> of(String name, Definition<V, P, R> definition) {
    return new Variants<>(
        name, (variant, in, out) -> List.of(definition.build(variant, in, out)), false);
  }

  /** Declares the statements of all variants, as {@link Statement#inParts} does. */
  public static <V, P, R> Variants<V, P, R> inParts(String name, Parts<V, P, R> parts) {
    return new Variants<>(name, parts, true);
  }

  /** Returns the statement of a variant. */
  public Statement<P, R> of(V variant) {
    return Statement.keyed(
        new Key(this, variant), name, (in, out) -> parts.build(variant, in, out), atomic);
  }
}
