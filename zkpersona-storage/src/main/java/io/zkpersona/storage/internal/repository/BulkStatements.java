package io.zkpersona.storage.internal.repository;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.time.Instant;
import java.util.ArrayList;
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
 * What changes many of an entity's rows at once, built from its declaration. Each method returns
 * the kept rendering; its comment names the values a call binds, in their order. Thread-safe.
 */
final class BulkStatements<E extends Entity<I>, I extends EntityId> {

  private enum Kind {
    UPDATE_UNCHANGED,
    UPDATE_WHATEVER,
    LOCK_IDS,
    LOCK,
    DELETE
  }

  private record Key(EntityTable<?, ?> entity, Kind kind) {}

  /** What the new values are called inside a statement. */
  private static final String GIVEN = "given";

  private final EntityTable<E, I> entity;
  private final SqlShapes shapes;
  private final List<Column<E, ?>> given;

  BulkStatements(EntityTable<E, I> entity, SqlShapes shapes) {
    this.entity = entity;
    this.shapes = shapes;
    this.given = new ArrayList<>();
    given.add(entity.key());
    given.add(entity.audit().modifiedAt());
    given.addAll(entity.updatable());
  }

  /** {@link #values}. Updates the rows whose version is the given one; returns their ids. */
  SqlShape updateUnchanged() {
    return get(Kind.UPDATE_UNCHANGED, params -> updating(params, true));
  }

  /** {@link #values}. Updates the rows whatever their version; returns their ids. */
  SqlShape updateWhatever() {
    return get(Kind.UPDATE_WHATEVER, params -> updating(params, false));
  }

  private Query updating(Params params, boolean unchanged) {
    // Side by side: the server steps through all arrays of one select list together.
    List<Field<?>> arrays = new ArrayList<>();
    given.forEach(column -> arrays.add(elements(params, column.field())));
    Table<?> rows = select(arrays).asTable(GIVEN);
    Field<Instant> modifiedAt = entity.audit().modifiedAt().field();
    Map<Field<?>, Object> set = new LinkedHashMap<>();
    entity.updatable().forEach(column -> set.put(column.field(), given(column.field())));
    Field<ActorId> modifiedBy = entity.audit().modifiedBy().field();
    set.put(modifiedBy, coalesce(params.value(modifiedBy), named(unchanged)));
    set.put(modifiedAt, WriteStatements.laterThan(modifiedAt));
    Condition same = isGiven(entity.key().field());
    return DSL.update(entity.table())
        .set(set)
        .from(rows)
        .where(unchanged ? same.and(isGiven(modifiedAt)) : same)
        .returning(entity.key().field());
  }

  /**
   * Who an entity names itself, as {@link WriteStatements#updateValues} has it. A copy of another
   * version names nobody: it may say who changed the row before that. One that was never stored
   * says whom its maker means.
   */
  private Field<ActorId> named(boolean unchanged) {
    Field<ActorId> modifiedBy = entity.audit().modifiedBy().field();
    Field<Instant> modifiedAt = entity.audit().modifiedAt().field();
    Field<ActorId> other = nullif(given(modifiedBy), modifiedBy);
    return unchanged
        ? other
        : when(given(modifiedAt).eq(inline(Instant.EPOCH, modifiedAt)), given(modifiedBy))
            .when(isGiven(modifiedAt), other);
  }

  private static <T> Field<T> elements(Params params, Field<T> field) {
    return Builtins.unnest(params.array(field), field.getDataType()).as(field.getName());
  }

  private static <T> Condition isGiven(Field<T> field) {
    return field.eq(given(field));
  }

  private static <T> Field<T> given(Field<T> field) {
    return field(name(GIVEN, field.getName()), field.getDataType());
  }

  /** A list for each column: id, the version that was read, all that an update sets; the actor. */
  @Nullable Object[] values(List<E> rows, @Nullable ActorId actor) {
    List<@Nullable Object> values = new ArrayList<>();
    given.forEach(column -> values.add(column(column, rows)));
    values.add(actor);
    return values.toArray();
  }

  private static <E> List<?> column(Column<E, ?> column, List<E> rows) {
    List<Object> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(column.valueOf(row)));
    return values;
  }

  /** Ids. Keeps others from changing the rows; returns their ids. */
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

  /** Ids. Keeps others from changing the rows; returns them whole. */
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

  /** Ids. */
  SqlShape delete() {
    return get(Kind.DELETE, params -> DSL.deleteFrom(entity.table()).where(isOneOf(params)));
  }

  private Condition isOneOf(Params params) {
    Field<I> id = entity.key().field();
    return id.eq(any(params.array(id)));
  }

  private SqlShape get(Kind kind, Function<Params, Query> statement) {
    return shapes.get(new Key(entity, kind), statement);
  }
}
