package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.Changes.CHANGES;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeOperation;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.query.StatementParts;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.tables.Routines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The queries of an entity's history. The present row, if there is one, follows the changes as one
 * more version, in the same statement: so it fits the last of them. Immutable.
 */
final class HistoryStatements<E extends Entity<I>, I extends EntityId> {

  /**
   * A part of a history.
   *
   * @param from the position at which to begin; the position of the present row for the latest
   * @param rows the maximum number of versions
   */
  record Span<I>(I id, long from, long rows) {}

  /** Rows that somebody read. */
  record Reads<I>(List<I> ids, ActorId actor) {}

  /** An entity at an instant. */
  record At<I>(I id, Instant instant) {}

  /**
   * A version of an entity.
   *
   * @param change the change that ended it; null for the present row
   * @param entity the version; null before an insert, and if it was erased
   */
  record Version<E>(@Nullable Change change, @Nullable E entity) {}

  private static final Field<Boolean> KNOWN = field(name("known"), SQLDataType.BOOLEAN);

  /** The position that stands for the present row. */
  static final long PRESENT = Long.MAX_VALUE;

  /** Selects the changes that begin at a position, in an order, and the versions before them. */
  private final Variants<SortOrder, Span<I>, Version<E>> span;

  /**
   * Selects the last change at or before an instant, if any, and the next one or the present row.
   */
  final Statement<At<I>, Version<E>> around;

  /** Selects all versions of all rows. */
  final Statement<None, Version<E>> all;

  /** Records reads, and returns how many of the rows there are. */
  final Statement<Reads<I>, Long> recordReads;

  private final EntityTable<E, I> entity;
  private final ChangedEntity kind;

  HistoryStatements(EntityTable<E, I> entity) {
    this.entity = entity;
    this.kind = ChangedEntity.fromValue(entity.table().getName());
    this.span =
        Variants.of(
            entity.operation("history"),
            (order, in, out) -> {
              Field<Long> from = in.number(Span::from);
              boolean rising = order == SortOrder.ASCENDING;
              return versions(
                  in,
                  Span::id,
                  out,
                  rising ? CHANGES.POSITION.ge(from) : CHANGES.POSITION.le(from),
                  rising ? trueCondition() : from.eq(inline(PRESENT)),
                  order,
                  in.number(Span::rows));
            });
    this.around =
        Statement.of(
            entity.operation("as_of"),
            (in, out) -> {
              Field<Long> last =
                  field(
                      select(CHANGES.POSITION)
                          .from(CHANGES)
                          .where(isOf(in.value(entity.key().field(), At::id)))
                          .and(CHANGES.CHANGED_AT.le(in.value(CHANGES.CHANGED_AT, At::instant)))
                          .orderBy(CHANGES.POSITION.desc())
                          .limit(inline(1)));
              return versions(
                  in,
                  At::id,
                  out,
                  CHANGES.POSITION.ge(coalesce(last, inline(0L))),
                  trueCondition(),
                  SortOrder.ASCENDING,
                  inline(2L));
            });
    this.all = Statement.of(entity.operation("all_history"), (in, out) -> everything(out));
    this.recordReads =
        Statement.<Reads<I>, Long>of(
                entity.operation("record_reads"),
                (in, out) ->
                    select(
                        out.only(
                            Routines.changesRecordReads(
                                inline(kind.value()),
                                in.array(entity.key().field(), Reads::ids).coerce(UUID[].class),
                                in.value(CHANGES.ACTOR_ID, Reads::actor).coerce(UUID.class)))))
            .writing()
            .uncached();
  }

  /** Selects the changes that begin at a position, in an order, and the versions before them. */
  Statement<Span<I>, Version<E>> span(SortOrder order) {
    return span.of(order);
  }

  /** Selects versions of one row: the recorded ones, and on a condition the present one. */
  private <P> Select<?> versions(
      Parameters<P> in,
      Function<P, I> id,
      Results<Version<E>> out,
      Condition recorded,
      Condition withPresent,
      SortOrder order,
      Field<Long> rows) {
    Field<I> key = entity.key().field();
    Table<?> all =
        recorded(List.of())
            .where(isOf(in.value(key, id)))
            .and(recorded)
            .orderBy(
                order == SortOrder.ASCENDING ? CHANGES.POSITION.asc() : CHANGES.POSITION.desc())
            .limit(rows)
            .unionAll(present(List.of()).where(key.eq(in.value(key, id))).and(withPresent))
            .asTable("versions");
    read(out, all);
    Field<Long> position = StatementParts.columnOf(all, ChangeColumns.POSITION);
    return select(out.fields())
        .from(all)
        .orderBy(order == SortOrder.ASCENDING ? position.asc() : position.desc())
        .limit(rows);
  }

  /** Selects the versions of all rows, those of one row after those of another. */
  private Select<?> everything(Results<Version<E>> out) {
    Field<UUID> changed = CHANGES.ENTITY_ID.as("of_row");
    Field<UUID> id = entity.key().field().coerce(SQLDataType.UUID).as("of_row");
    Table<?> all =
        recorded(List.of(changed))
            .where(CHANGES.ENTITY_ID.isNotNull())
            .and(isVersion())
            .unionAll(present(List.of(id)))
            .asTable("versions");
    read(out, all);
    return select(out.fields())
        .from(all)
        .orderBy(
            StatementParts.columnOf(all, changed),
            StatementParts.columnOf(all, ChangeColumns.POSITION));
  }

  private SelectJoinStep<Record> recorded(List<Field<?>> more) {
    Table<?> version = RecordedVersions.of(entity.table(), CHANGES.BEFORE).as("version");
    List<SelectField<?>> fields = new ArrayList<>();
    for (SelectField<?> selected : entity.fields()) {
      fields.add(version.field(((Field<?>) selected).getName()));
    }
    fields.addAll(ChangeColumns.FIELDS);
    fields.add(field(CHANGES.BEFORE.isNotNull()).as(KNOWN));
    fields.addAll(more);
    return select(fields).from(CHANGES).leftJoin(lateral(version)).on(trueCondition());
  }

  private SelectJoinStep<Record> present(List<Field<?>> more) {
    List<SelectField<?>> fields = new ArrayList<>(entity.fields());
    for (Field<?> column : ChangeColumns.FIELDS) {
      fields.add(
          column == ChangeColumns.POSITION
              ? inline(PRESENT).as(column)
              : castNull(column.getDataType()).as(column));
    }
    fields.add(inline(true).as(KNOWN));
    fields.addAll(more);
    return select(fields).from(entity.table());
  }

  private void read(Results<Version<E>> out, Table<?> all) {
    RowReader<E> reader = out.entity(entity, all);
    RowReader<Change> change = ChangeColumns.reader(out, all);
    var isKnown = out.column(StatementParts.columnOf(all, KNOWN));
    var at = out.column(StatementParts.columnOf(all, ChangeColumns.POSITION));
    out.as(
        row ->
            new Version<>(
                row.get(at) == PRESENT ? null : change.read(row),
                row.get(isKnown) ? reader.read(row) : null));
  }

  private Condition isOf(Field<I> id) {
    return CHANGES.ENTITY_ID.eq(id.coerce(SQLDataType.UUID)).and(isVersion());
  }

  private Condition isVersion() {
    return CHANGES
        .ENTITY
        .eq(inline(kind, CHANGES.ENTITY))
        .and(CHANGES.OPERATION.ne(inline(ChangeOperation.READ, CHANGES.OPERATION)));
  }
}
