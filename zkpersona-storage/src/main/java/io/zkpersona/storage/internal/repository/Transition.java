package io.zkpersona.storage.internal.repository;

import static org.jooq.impl.DSL.inline;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A transition of an entity between the states of a column. It is one UPDATE, guarded by the states
 * that it may start from, so that one of several concurrent callers wins; the row is read only if
 * the UPDATE changed nothing, to find out why. Proofs, reputation records and sponsored
 * transactions, whose transitions change more than a column, have their own. Immutable.
 *
 * @param <S> the states
 */
public final class Transition<E extends Entity<I>, I extends EntityId, S extends Enum<S>> {

  private record Taken<I>(@Nullable ActorId actor, I id) {}

  /**
   * The column that stores the state of an entity.
   *
   * @param state reads the state
   */
  public record State<E extends Entity<I>, I extends EntityId, S extends Enum<S>>(
      EntityTable<E, I> entity, Field<S> column, Function<E, S> state) {

    /** Declares a transition. */
    public Transition<E, I, S> step(String name, Set<S> from, S to) {
      return step(name, from, to, Map.of());
    }

    /**
     * Declares a transition.
     *
     * @param alsoSet further columns to set, without values of the call
     */
    public Transition<E, I, S> step(
        String name, Set<S> from, S to, Map<? extends Field<?>, ?> alsoSet) {
      return new Transition<>(this, name, from, to, alsoSet);
    }
  }

  private final State<E, I, S> state;
  private final List<S> from;
  private final S to;
  private final Statement<Taken<I>, E> statement;

  private Transition(
      State<E, I, S> state, String name, Set<S> from, S to, Map<? extends Field<?>, ?> alsoSet) {
    this.state = state;
    this.from = from.stream().sorted().toList();
    this.to = to;
    Statement<Taken<I>, E> updating =
        Statement.of(state.entity.operation(name), state.entity, in -> updating(in, alsoSet));
    this.statement =
        state.entity.key().field().getType() == UserId.class
            ? updating.concerning(taken -> (UserId) (EntityId) taken.id())
            : updating;
  }

  /**
   * Performs the transition.
   *
   * @return the entity as stored
   * @throws InvalidTransitionException if it starts from none of the allowed states
   */
  public E take(ListedRepository<E, ?, I, ?> repository, I id) {
    Taken<I> values = new Taken<>(repository.context.actor(), Required.argument("id", id));
    while (true) {
      Optional<E> changed = repository.executor().first(statement, values);
      if (changed.isPresent()) {
        return changed.get();
      }
      S current = state.state.apply(repository.stored(id));
      // A concurrent transition may have led to an allowed state in between; then it tries again.
      if (!from.contains(current)) {
        throw new InvalidTransitionException(
            state.entity.entityType(),
            text(current),
            text(to),
            from.stream().map(this::text).toList());
      }
    }
  }

  private Query updating(Parameters<Taken<I>> in, Map<? extends Field<?>, ?> alsoSet) {
    EntityTable<E, I> entity = state.entity;
    Field<I> id = entity.key().field();
    Collection<Param<S>> origins = from.stream().map(this::literal).toList();
    return DSL.update(entity.table())
        .set(state.column, literal(to))
        .set(alsoSet)
        .set(
            AuditUpdate.of(
                in,
                entity.audit().modifiedAt().field(),
                entity.audit().modifiedBy().field(),
                Taken::actor))
        .where(id.eq(in.value(id, Taken::id)))
        .and(state.column.in(origins))
        .returning(entity.fields());
  }

  private Param<S> literal(S value) {
    return inline(value, state.column.getDataType());
  }

  @SuppressWarnings("unchecked") // the column's own converter, whose database type is text
  private String text(S value) {
    return ((Converter<String, S>) state.column.getConverter()).to(value);
  }
}
