package io.zkpersona.storage.internal.bulk;

import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Portable;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that insert absent rows, built from an entity's declaration. A row exists if a
 * stored row has its id, or its value in the identifying column, if the entity has one.
 *
 * <p>Statements are planned at every call: a plan kept from when the table was empty would look up
 * each row with a sequential scan. Immutable.
 */
public final class AbsentStatements<E extends Entity<I>, I extends EntityId> {

  /** The number of given rows that exist, and of those with other content. */
  record Existing(long present, long differing) {}

  /** Selects the ids of given rows that exist. */
  final Statement<List<E>, I> present;

  /**
   * Inserts absent rows in the order of their ids and returns their ids. Waits for concurrent
   * inserts of the same ids, and skips rows that they commit. A duplicate in another unique column
   * is an error, even if the row exists: of two concurrent inserts of the same row, both find the
   * id absent, and one then hits the other unique value.
   */
  final Statement<List<E>, I> insert;

  /**
   * Inserts absent rows as {@link #insert} does, but skips rows with any duplicate unique value.
   */
  final Statement<List<E>, I> insertAny;

  /** Counts the given rows that exist, and those of them with other content. */
  final Statement<List<E>, Existing> differing;

  private final EntityTable<E, I> entity;
  private final @Nullable Column<E, ?> identifying;

  /** The columns that identify a row: the key, and the external name if there is one. */
  private final List<Column<E, ?>> names;

  /** Builds the statements of an entity. */
  public AbsentStatements(EntityTable<E, I> entity) {
    this.entity = entity;
    this.identifying = entity.identifying();
    this.names = identifying == null ? List.of(entity.key()) : List.of(entity.key(), identifying);
    Field<I> id = entity.key().field();
    this.present =
        planned(
            (in, out) ->
                select(out.only(Given.of(id)))
                    .from(Given.rows(in, names, rows -> rows))
                    .where(isThere(trueCondition())));
    this.insert =
        planned((in, out) -> inserting(in).onConflict(id).doNothing().returning(out.only(id)));
    this.insertAny =
        planned((in, out) -> inserting(in).onConflictDoNothing().returning(out.only(id)));
    this.differing = planned(this::comparing);
  }

  private <R> Statement<List<E>, R> planned(Statement.Definition<List<E>, R> definition) {
    return Statement.of(entity.operation("insert_absent"), definition).plannedEachTime();
  }

  private InsertOnDuplicateStep<?> inserting(Parameters<List<E>> in) {
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
                .from(Given.rows(in, entity.insertable(), rows -> rows))
                .where(
                    identifying == null
                        ? trueCondition()
                        : not(exists(identifying, trueCondition())).and(DatabaseClock.runs()))
                .orderBy(Given.of(entity.key().field())));
  }

  private Query comparing(Parameters<List<E>> in, Results<Existing> out) {
    Condition differs =
        entity.content().stream()
            .map(column -> Given.differs(column))
            .reduce(Condition::or)
            .orElseThrow();
    var present = out.column(Builtins.count(), Codecs.LONG);
    var differing = out.column(Builtins.count().filterWhere(isThere(differs)), Codecs.LONG);
    out.as(row -> new Existing(row.get(present), row.get(differing)));
    List<Column<E, ?>> compared =
        Stream.<Column<E, ?>>concat(Stream.of(entity.key()), entity.content().stream()).toList();
    return select(out.fields())
        .from(Given.rows(in, compared, rows -> rows))
        .where(isThere(trueCondition()));
  }

  private Condition isThere(Condition further) {
    return names.stream()
        .map(column -> exists(column, further))
        .reduce(Condition::or)
        .orElseThrow();
  }

  private Condition exists(Column<E, ?> name, Condition further) {
    return Portable.exists(
        selectOne().from(entity.table()).where(Given.is(name.field())).and(further));
  }
}
