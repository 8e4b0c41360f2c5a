package io.zkpersona.storage.internal.repository;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.Query;
import org.jooq.UpdateConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that change an entity's table, built from its declaration. Each method returns the
 * cached statement; its comment names the values that a call binds, in order. Thread-safe.
 */
public final class WriteStatements<E extends Entity<I>, I extends EntityId, F> {

  private enum Kind {
    INSERT,
    INSERT_UNLESS_TAKEN,
    UPDATE,
    DELETE_BY_ID,
    DELETE,
    DELETE_EVERYTHING,
    TRANSACTION_TIME
  }

  private record Key(EntityTable<?, ?> entity, Kind kind, long mask) {}

  private final EntityTable<E, I> entity;
  private final FilterConditions<F> filter;
  private final SqlShapes shapes;
  private final List<Column<E, ?>> insertable;
  private final List<Column<E, ?>> updatable;

  WriteStatements(EntityTable<E, I> entity, FilterConditions<F> filter, SqlShapes shapes) {
    this.entity = entity;
    this.filter = filter;
    this.shapes = shapes;
    this.insertable = entity.insertable();
    this.updatable = entity.updatable();
  }

  /** Inserts every column but the times, and returns the times. Binds {@link #insertValues}. */
  SqlShape insert() {
    return get(
        Kind.INSERT,
        params ->
            inserting(params)
                .returning(
                    entity.audit().createdAt().field(), entity.audit().modifiedAt().field()));
  }

  /**
   * Inserts a row as {@link #insert} does, but inserts and returns none if a unique value is taken.
   */
  SqlShape insertUnlessTaken() {
    return get(
        Kind.INSERT_UNLESS_TAKEN,
        params ->
            inserting(params)
                .onConflictDoNothing()
                .returning(
                    entity.audit().createdAt().field(), entity.audit().modifiedAt().field()));
  }

  private InsertSetMoreStep<?> inserting(Params params) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    insertable.forEach(column -> values.put(column.field(), params.value(column.field())));
    return DSL.insertInto(entity.table()).set(values);
  }

  Object[] insertValues(E value) {
    Object[] values = new Object[insertable.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = insertable.get(i).valueOf(value);
    }
    return values;
  }

  /**
   * Updates a row. Binds {@link #updateValues}: every column that may change, the actor, then the
   * id and the modification time that was read. Returns the creator, the creation time, the new
   * modification time, which is later than the old one whatever the clock says, and the modifier;
   * {@link EntityTable#updated} reads them.
   */
  SqlShape update() {
    return get(Kind.UPDATE, params -> updating(params, Map.of()).returning(updateReturns()));
  }

  /** Builds the UPDATE of {@link #update}, with further columns set. */
  public UpdateConditionStep<?> updating(Params params, Map<Field<?>, ?> further) {
    Map<Field<?>, Object> values = new LinkedHashMap<>(further);
    updatable.forEach(column -> values.put(column.field(), params.value(column.field())));
    Field<ActorId> modifiedBy = entity.audit().modifiedBy().field();
    values.put(
        modifiedBy,
        coalesce(params.value(modifiedBy), nullif(given(values, modifiedBy), modifiedBy)));
    Field<Instant> modifiedAt = entity.audit().modifiedAt().field();
    values.put(modifiedAt, DatabaseClock.laterThan(modifiedAt));
    return DSL.update(entity.table())
        .set(values)
        .where(idEquals(params))
        .and(modifiedAt.eq(params.value(modifiedAt)));
  }

  @SuppressWarnings("unchecked") // each column has a parameter of its own type
  private static <T> Field<T> given(Map<Field<?>, Object> values, Field<T> column) {
    return (Field<T>) Objects.requireNonNull(values.get(column));
  }

  /** Returns the columns that {@link #update} returns, in order. */
  public List<Field<?>> updateReturns() {
    return List.of(
        entity.audit().createdBy().field(),
        entity.audit().createdAt().field(),
        entity.audit().modifiedAt().field(),
        entity.audit().modifiedBy().field());
  }

  /**
   * Returns the values of an update. Without an actor the entity's modifier counts only if it
   * differs from the stored one: a copy that was read still names the previous modifier.
   */
  @Nullable Object[] updateValues(E value, @Nullable ActorId actor) {
    int changing = updatable.size();
    @Nullable Object[] values = new @Nullable Object[changing + 3];
    for (int i = 0; i < changing; i++) {
      values[i] = updatable.get(i).valueOf(value);
    }
    values[changing] = actor;
    values[changing + 1] = value.id();
    values[changing + 2] = value.audit().modifiedAt();
    return values;
  }

  /** Deletes a row. Binds the id. */
  SqlShape deleteById() {
    return get(Kind.DELETE_BY_ID, params -> DSL.deleteFrom(entity.table()).where(idEquals(params)));
  }

  /** Deletes matching rows. Binds the filter's values. */
  SqlShape delete(long mask) {
    return get(
        Kind.DELETE,
        mask,
        params -> DSL.deleteFrom(entity.table()).where(filter.conditions(mask, params)));
  }

  /** Deletes all rows. Binds nothing. */
  SqlShape deleteEverything() {
    return get(Kind.DELETE_EVERYTHING, params -> DSL.deleteFrom(entity.table()));
  }

  /** Selects the transaction's time. Binds nothing. */
  SqlShape transactionTime() {
    return get(Kind.TRANSACTION_TIME, params -> select(DatabaseClock.now()));
  }

  private Condition idEquals(Params params) {
    Field<I> id = entity.key().field();
    return id.eq(params.value(id));
  }

  private SqlShape get(Kind kind, Function<Params, Query> statement) {
    return get(kind, 0, statement);
  }

  private SqlShape get(Kind kind, long mask, Function<Params, Query> statement) {
    return shapes.get(new Key(entity, kind, mask), statement);
  }
}
