package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.bulk.AbsentStatements;
import io.zkpersona.storage.internal.bulk.BulkStatements;
import io.zkpersona.storage.internal.bulk.ManyRows;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Statement;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The statements that every repository of an entity shares, built once from the declarations of the
 * entity and its filter. Immutable.
 *
 * @param <E> the entity
 * @param <L> an element of a list: the entity itself, or a smaller view of the same row
 */
public final class EntityStatements<
    E extends Entity<I>, L extends Entity<I>, I extends EntityId, F> {

  final EntityTable<E, I> entity;
  final EntityTable<L, I> listed;
  final FilterConditions<F> filters;
  final ReadStatements<E, I, F> reads;
  final ReadStatements<L, I, F> lists;
  final ManyRows<E> rows;
  final BulkStatements<E, I> bulk;
  final AbsentStatements<E, I> absent;
  private final WriteStatements<E, I, F> writes;
  private @Nullable HistoryStatements<L, I> history;

  private EntityStatements(
      EntityTable<E, I> entity, EntityTable<L, I> listed, FilterConditions<F> filters) {
    this.entity = entity;
    this.listed = listed;
    this.filters = filters;
    this.reads = new ReadStatements<>(entity, filters);
    this.lists = new ReadStatements<>(listed, filters);
    this.writes = new WriteStatements<>(entity, filters);
    this.rows = ManyRows.of(entity);
    this.bulk = new BulkStatements<>(entity);
    this.absent = new AbsentStatements<>(entity);
  }

  /** Builds the statements of an entity whose lists contain whole entities. */
  public static <E extends Entity<I>, I extends EntityId, F> EntityStatements<E, E, I, F> of(
      EntityTable<E, I> entity, FilterConditions<F> filters) {
    return of(entity, entity, filters);
  }

  /** Builds the statements of an entity whose lists contain a smaller view. */
  public static <E extends Entity<I>, L extends Entity<I>, I extends EntityId, F>
      EntityStatements<E, L, I, F> of(
          EntityTable<E, I> entity, EntityTable<L, I> listed, FilterConditions<F> filters) {
    return new EntityStatements<>(entity, listed, filters);
  }

  /** Declares a selection of the entity with a unique value. */
  public <T> Statement<T, E> findBy(Field<T> unique) {
    return reads.findBy(unique);
  }

  /** Returns the queries of the history; created when they are first needed. */
  synchronized HistoryStatements<L, I> history() {
    HistoryStatements<L, I> present = history;
    if (present == null) {
      present = new HistoryStatements<>(listed);
      history = present;
    }
    return present;
  }

  /** Returns the statements that change the entity's table. */
  public WriteStatements<E, I, F> writes() {
    return writes;
  }
}
