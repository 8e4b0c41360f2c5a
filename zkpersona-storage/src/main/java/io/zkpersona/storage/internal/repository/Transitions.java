package io.zkpersona.storage.internal.repository;

import static org.jooq.impl.DSL.inline;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.Touch;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Transitions between states of an entity. Each is one UPDATE, guarded by the states it may start
 * from, so that one of several concurrent callers wins; the row is read only if the UPDATE changed
 * nothing, to find out why.
 */
public final class Transitions<E extends Entity<I>, I extends EntityId, S> {

  private record Key(Table<?> table, Set<?> from, Object to) {}

  private final ListedRepository<E, ?, I, ?> repository;
  private final Field<S> column;
  private final Function<E, S> state;

  /** Creates the transitions of the column that stores {@code state}. */
  public Transitions(
      ListedRepository<E, ?, I, ?> repository, Field<S> column, Function<E, S> state) {
    this.repository = repository;
    this.column = column;
    this.state = state;
  }

  /**
   * Performs a transition.
   *
   * @param alsoSet further columns to set, without values of the call
   * @return the entity as stored
   * @throws InvalidTransitionException if the stored state is not one of {@code from}
   */
  public E take(String name, I id, Set<S> from, S to, Map<? extends Field<?>, ?> alsoSet) {
    Required.argument("id", id);
    SqlShape shape =
        repository
            .context
            .shapes()
            .get(
                new Key(repository.entity.table(), from, to),
                params -> statement(params, from, to, alsoSet));
    while (true) {
      Optional<E> changed =
          repository
              .executor()
              .first(
                  repository.operation(name),
                  shape,
                  repository.entity.reader(),
                  repository.context.actor(),
                  id);
      if (changed.isPresent()) {
        return changed.get();
      }
      S current = state.apply(repository.getById(id));
      // A concurrent transition may have led to an allowed state in between; then it tries again.
      if (!from.contains(current)) {
        throw new InvalidTransitionException(
            repository.entity.entityType(), text(current), text(to));
      }
    }
  }

  /** Builds the UPDATE. Binds the actor, then the id. */
  private Query statement(Params params, Set<S> from, S to, Map<? extends Field<?>, ?> alsoSet) {
    EntityTable<E, I> entity = repository.entity;
    Field<I> id = entity.key().field();
    Collection<Param<S>> origins = from.stream().map(this::literal).toList();
    return DSL.update(entity.table())
        .set(column, literal(to))
        .set(alsoSet)
        .set(
            Touch.of(
                params, entity.audit().modifiedAt().field(), entity.audit().modifiedBy().field()))
        .where(id.eq(params.value(id)))
        .and(column.in(origins))
        .returning(entity.fields());
  }

  private Param<S> literal(S value) {
    return inline(value, column.getDataType());
  }

  @SuppressWarnings("unchecked") // the column's own converter, whose database type is text
  private String text(S value) {
    return ((Converter<String, S>) column.getConverter()).to(value);
  }
}
