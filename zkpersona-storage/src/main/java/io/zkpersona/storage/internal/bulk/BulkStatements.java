package io.zkpersona.storage.internal.bulk;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import io.zkpersona.storage.internal.repository.WriteStatements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that update and delete many rows of an entity at once, built from its declaration.
 * Each method returns the cached statement; its comment names the values that a call binds, in
 * order. Thread-safe.
 */
final class BulkStatements<E extends Entity<I>, I extends EntityId> {

  private enum Kind {
    UPDATE_UNCHANGED,
    UPDATE_WHATEVER,
    LOCK_IDS,
    LOCK,
    DELETE
  }

  private record Key(EntityTable<?, ?> entity, Kind kind, List<String> columns) {}

  private final EntityTable<E, I> entity;
  private final SqlShapes shapes;
  private final List<Column<E, ?>> updated;
  private final List<String> names;
  private final List<Column<E, ?>> given;

  /**
   * Creates statements that set some columns.
   *
   * @param updated some of the columns that an update may change, in their order
   */
  BulkStatements(EntityTable<E, I> entity, SqlShapes shapes, List<Column<E, ?>> updated) {
    this.entity = entity;
    this.shapes = shapes;
    this.updated = updated;
    this.names = updated.stream().map(Column::component).toList();
    this.given = new ArrayList<>();
    given.add(entity.key());
    given.add(entity.audit().modifiedAt());
    given.addAll(updated);
  }

  /**
   * Updates the rows whose version is the given one, and returns their ids. Binds {@link #values}.
   */
  SqlShape updateUnchanged() {
    return get(Kind.UPDATE_UNCHANGED, params -> updating(params, true));
  }

  /** Updates the rows whatever their version, and returns their ids. Binds {@link #values}. */
  SqlShape updateWhatever() {
    return get(Kind.UPDATE_WHATEVER, params -> updating(params, false));
  }

  private Query updating(Params params, boolean unchanged) {
    Table<?> rows = Given.rows(params, given);
    Field<Instant> modifiedAt = entity.audit().modifiedAt().field();
    Map<Field<?>, Object> set = new LinkedHashMap<>();
    updated.forEach(column -> set.put(column.field(), Given.of(column.field())));
    Field<ActorId> modifiedBy = entity.audit().modifiedBy().field();
    set.put(modifiedBy, coalesce(params.value(modifiedBy), named(unchanged)));
    set.put(modifiedAt, DatabaseClock.laterThan(modifiedAt));
    Condition same = Given.is(entity.key().field());
    return DSL.update(entity.table())
        .set(set)
        .from(rows)
        .where(unchanged ? same.and(Given.is(modifiedAt)) : same)
        .returning(entity.key().field());
  }

  /**
   * Returns the modifier that an entity names, as in {@link WriteStatements#updateValues}. A copy
   * of another version names none, since its modifier may be that of an earlier change. An entity
   * that was never stored names the actor that its creator set.
   */
  private Field<ActorId> named(boolean unchanged) {
    Field<ActorId> modifiedBy = entity.audit().modifiedBy().field();
    Field<Instant> modifiedAt = entity.audit().modifiedAt().field();
    Field<ActorId> other = nullif(Given.of(modifiedBy), modifiedBy);
    return unchanged
        ? other
        : when(Given.of(modifiedAt).eq(inline(Instant.EPOCH, modifiedAt)), Given.of(modifiedBy))
            .when(Given.is(modifiedAt), other);
  }

  /**
   * Returns the values: a list for each column (id, the version that was read, and all columns that
   * an update sets), then the actor.
   */
  @Nullable Object[] values(List<E> rows, @Nullable ActorId actor) {
    @Nullable Object[] lists = Given.values(given, rows);
    @Nullable Object[] values = Arrays.copyOf(lists, lists.length + 1);
    values[lists.length] = actor;
    return values;
  }

  /** Locks the rows against changes and returns their ids. Binds ids. */
  SqlShape lockIds() {
    return get(
        Kind.LOCK_IDS,
        params ->
            select(entity.key().field())
                .from(entity.table())
                .where(isOneOf(params))
                .orderBy(entity.key().field())
                .forNoKeyUpdate());
  }

  /** Locks the rows against changes and returns them whole. Binds ids. */
  SqlShape lock() {
    return get(
        Kind.LOCK,
        params ->
            select(entity.fields())
                .from(entity.table())
                .where(isOneOf(params))
                .orderBy(entity.key().field())
                .forNoKeyUpdate());
  }

  /** Deletes rows. Binds ids. */
  SqlShape delete() {
    return get(Kind.DELETE, params -> DSL.deleteFrom(entity.table()).where(isOneOf(params)));
  }

  private Condition isOneOf(Params params) {
    Field<I> id = entity.key().field();
    return id.eq(any(params.array(id)));
  }

  private SqlShape get(Kind kind, Function<Params, Query> statement) {
    return shapes.get(new Key(entity, kind, names), statement);
  }
}
