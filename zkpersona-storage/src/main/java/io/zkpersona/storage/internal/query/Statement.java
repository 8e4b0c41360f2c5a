package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.mapping.EntityTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;

/**
 * A statement: its name, its typed parameters and the value that it reads from a row. Statements
 * are constants; {@link StatementCache} builds and renders each once, at its first use. Immutable.
 *
 * @param <P> the values of a call
 * @param <R> the value of a row; {@link Void} if the statement returns no rows
 */
public final class Statement<P, R> {

  /** The values of a call without values. */
  public enum None {
    NONE
  }

  /** Traits that the text of a statement does not show. */
  enum Trait {
    WRITING,
    REMOVING,
    PLANNED_EACH_TIME,
    AUXILIARY,
    INSERTING,
    UNCACHED
  }

  /**
   * Builds a statement's parts.
   *
   * @param <P> the values of a call
   * @param <R> the value of a row
   */
  @FunctionalInterface
  public interface Parts<P, R> {

    /** Returns the parts in the order in which they run; rows are read from the last one. */
    List<? extends QueryPart> build(Parameters<P> in, Results<R> out);
  }

  /**
   * Builds a statement.
   *
   * @param <P> the values of a call
   * @param <R> the value of a row
   */
  @FunctionalInterface
  public interface Definition<P, R> {

    /**
     * Returns the statement, whose values are parameters of {@code in} and whose selected fields
     * are those of {@code out}.
     */
    QueryPart build(Parameters<P> in, Results<R> out);
  }

  private final Object key;
  private final String name;
  private final Parts<P, R> parts;
  private final boolean atomic;
  private final Set<Trait> traits;
  private final @Nullable Concerned<P> concerned;

  private Statement(
      Object key,
      String name,
      Parts<P, R> parts,
      boolean atomic,
      Set<Trait> traits,
      @Nullable Concerned<P> concerned) {
    this.key = key;
    this.name = name;
    this.parts = parts;
    this.atomic = atomic;
    this.traits = traits;
    this.concerned = concerned;
  }

  /** Declares a statement that returns rows. */
  public static <P, R> Statement<P, R> of(String name, Definition<P, R> definition) {
    return keyed(new Object(), name, (in, out) -> List.of(definition.build(in, out)), false);
  }

  /** Declares a statement that returns entities; it selects {@link EntityTable#fields}. */
  public static <P, E extends Entity<I>, I extends EntityId> Statement<P, E> of(
      String name,
      EntityTable<E, I> entity,
      Function<Parameters<P>, ? extends QueryPart> definition) {
    return of(
        name,
        (in, out) -> {
          out.as(out.entity(entity));
          return definition.apply(in);
        });
  }

  /** Declares a statement that returns no rows. */
  public static <P> Statement<P, Void> changing(
      String name, Function<Parameters<P>, ? extends QueryPart> definition) {
    return of(name, (in, out) -> definition.apply(in));
  }

  /**
   * Declares statements that are sent together and take effect together: one round trip, and each
   * part sees the changes that other transactions committed before the part began, for example
   * before a lock was granted to an earlier part. A part that is to refuse the call must fail on
   * the server, since the parts after it run whatever its rows are. Inside a transaction a failure
   * undoes the parts and leaves the transaction usable.
   */
  public static <P, R> Statement<P, R> inParts(String name, Parts<P, R> parts) {
    return keyed(new Object(), name, parts, true);
  }

  /** Declares one of several variants; the key is equal for equal statements only. */
  static <P, R> Statement<P, R> keyed(Object key, String name, Parts<P, R> parts, boolean atomic) {
    return new Statement<>(key, name, parts, atomic, Set.of(), null);
  }

  /** Returns the same statement under the name of another operation. */
  public Statement<P, R> as(String operation) {
    return new Statement<>(key, operation, parts, atomic, traits, concerned);
  }

  /** Declares that the statement writes although it is a SELECT: it calls a function that does. */
  public Statement<P, R> writing() {
    return with(Trait.WRITING);
  }

  /** Declares that the statement deletes although it is a SELECT: it calls a function that does. */
  public Statement<P, R> removing() {
    return with(Trait.REMOVING);
  }

  /**
   * Declares that the best plan depends on the number of values in an array, so that the server
   * plans each call. A plan that the server keeps assumes ten values and the table's size at that
   * time.
   */
  public Statement<P, R> plannedEachTime() {
    return with(Trait.PLANNED_EACH_TIME);
  }

  /**
   * Declares that the statement only prepares another one of its operation, so that its rows are
   * not counted as the operation's.
   */
  public Statement<P, R> auxiliary() {
    return with(Trait.AUXILIARY);
  }

  private Statement<P, R> with(Trait trait) {
    Set<Trait> all = EnumSet.of(trait);
    all.addAll(traits);
    return new Statement<>(key, name, parts, atomic, all, concerned);
  }

  /** Declares that the statement inserts rows although it is no INSERT, as COPY does. */
  public Statement<P, R> inserting() {
    return with(Trait.INSERTING);
  }

  /**
   * Declares that nothing that is cached depends on what the statement writes. Otherwise a
   * statement that writes through a function empties the caches.
   */
  public Statement<P, R> uncached() {
    return with(Trait.UNCACHED);
  }

  /**
   * Declares that the statement changes rows of one user, so that nothing that is cached of others
   * depends on it.
   */
  public Statement<P, R> concerning(Function<? super P, UserId> user) {
    return concerning(new Concerned.Named<>(user));
  }

  /**
   * Declares that the statement changes rows of the user that another statement finds; of nobody if
   * it finds none.
   */
  public <Q> Statement<P, R> concerning(Statement<Q, UserId> owner, Function<? super P, Q> values) {
    return concerning(new Concerned.Owner<>(owner, values));
  }

  private Statement<P, R> concerning(Concerned<P> one) {
    return new Statement<>(key, name, parts, atomic, traits, one);
  }

  @Nullable Concerned<P> concerned() {
    return concerned;
  }

  /** Returns the name of the operation, under which calls are timed. */
  public String name() {
    return name;
  }

  Object key() {
    return key;
  }

  Parts<P, R> parts() {
    return parts;
  }

  boolean isAtomic() {
    return atomic;
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }
}
