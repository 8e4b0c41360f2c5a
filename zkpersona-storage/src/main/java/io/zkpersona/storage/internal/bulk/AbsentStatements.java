package io.zkpersona.storage.internal.bulk;

import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that insert absent rows, built from an entity's declaration. A row exists if a
 * stored row has its id, or its value in the identifying column, if the entity has one. Each method
 * returns the cached statement; its comment names the values that a call binds. Thread-safe.
 */
final class AbsentStatements<E extends Entity<I>, I extends EntityId> {

  private enum Kind {
    PRESENT,
    INSERT,
    INSERT_ANY,
    DIFFERING
  }

  private record Key(EntityTable<?, ?> entity, Kind kind) {}

  private final EntityTable<E, I> entity;
  private final SqlShapes shapes;
  private final @Nullable Column<E, ?> identifying;

  /** The columns that identify a row: the key, and the external name if there is one. */
  private final List<Column<E, ?>> names;

  private final List<Column<E, ?>> compared;

  AbsentStatements(EntityTable<E, I> entity, SqlShapes shapes) {
    this.entity = entity;
    this.shapes = shapes;
    this.identifying = entity.identifying();
    this.names = identifying == null ? List.of(entity.key()) : List.of(entity.key(), identifying);
    this.compared =
        Stream.<Column<E, ?>>concat(Stream.of(entity.key()), entity.content().stream()).toList();
  }

  /** Selects the given ids of existing rows. Binds {@link #names(List)}. */
  SqlShape present() {
    return get(
        Kind.PRESENT,
        params ->
            select(Given.of(entity.key().field()))
                .from(Given.rows(params, names))
                .where(isThere(trueCondition())));
  }

  Object[] names(List<E> rows) {
    return Given.values(names, rows);
  }

  /**
   * Inserts absent rows in the order of their ids and returns their ids. Waits for concurrent
   * inserts of the same ids, and skips rows that they commit. A duplicate in another unique column
   * is an error, even if the row exists: of two concurrent inserts of the same row, both find the
   * id absent, and one then hits the other unique value. Binds {@link #values}.
   */
  SqlShape insert() {
    return get(
        Kind.INSERT,
        params ->
            inserting(params)
                .onConflict(entity.key().field())
                .doNothing()
                .returning(entity.key().field()));
  }

  /**
   * Inserts absent rows as {@link #insert} does, but skips rows with any duplicate unique value.
   */
  SqlShape insertAny() {
    return get(
        Kind.INSERT_ANY,
        params -> inserting(params).onConflictDoNothing().returning(entity.key().field()));
  }

  private InsertOnDuplicateStep<?> inserting(Params params) {
    List<Field<?>> columns = new ArrayList<>();
    List<Field<?>> values = new ArrayList<>();
    for (Column<E, ?> column : entity.insertable()) {
      columns.add(column.field());
      values.add(Given.of(column.field()));
    }
    return DSL.insertInto(entity.table())
        .columns(columns)
        .select(
            select(values)
                .from(Given.rows(params, entity.insertable()))
                .where(
                    identifying == null
                        ? trueCondition()
                        : not(exists(identifying, trueCondition())))
                .orderBy(Given.of(entity.key().field())));
  }

  Object[] values(List<E> rows) {
    return Given.values(entity.insertable(), rows);
  }

  /**
   * Counts the given rows that exist, and those of them with other content. Binds {@link #content}.
   */
  SqlShape differing() {
    return get(
        Kind.DIFFERING,
        params -> {
          Condition differs =
              entity.content().stream()
                  .map(column -> Given.differs(column))
                  .reduce(Condition::or)
                  .orElseThrow();
          return select(Builtins.count(), Builtins.count().filterWhere(isThere(differs)))
              .from(Given.rows(params, compared))
              .where(isThere(trueCondition()));
        });
  }

  Object[] content(List<E> rows) {
    return Given.values(compared, rows);
  }

  private Condition isThere(Condition further) {
    return names.stream()
        .map(column -> exists(column, further))
        .reduce(Condition::or)
        .orElseThrow();
  }

  private Condition exists(Column<E, ?> name, Condition further) {
    return DSL.exists(selectOne().from(entity.table()).where(Given.is(name.field())).and(further));
  }

  /**
   * Planned at every call: a plan kept from when the table was empty would look up each row with a
   * sequential scan.
   */
  private SqlShape get(Kind kind, Function<Params, Query> statement) {
    return shapes.getPlannedEachTime(new Key(entity, kind), statement);
  }
}
