package io.zkpersona.storage.internal.repository;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.mapping.AuditColumns;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Acting;
import io.zkpersona.storage.internal.query.Acting.By;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.query.Variants;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.UpdateConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements that change an entity's table, built from its declaration. Immutable. */
public final class WriteStatements<E extends Entity<I>, I extends EntityId, F> {

  /**
   * An update.
   *
   * @param value the entity's new value, with the modification time that was read
   * @param actor the modifier; without one the entity's modifier counts only if it differs from the
   *     stored one, since a copy that was read still names the previous modifier
   */
  public record Update<E>(E value, @Nullable ActorId actor) {}

  /** The times that the database set. */
  record Times(Instant createdAt, Instant modifiedAt) {}

  /** Selects the transaction's time. */
  static final Statement<None, Instant> TRANSACTION_TIME =
      Statement.<None, Instant>of(
              "transaction_time", (in, out) -> select(out.only(DatabaseClock.now())))
          .auxiliary();

  /** Inserts every column but the times, and returns the times. */
  final Statement<E, Times> insert;

  /** Inserts a row, or inserts and returns none if a unique value is taken. */
  final Statement<E, Times> insertUnlessTaken;

  /**
   * Updates every column that may change, if the row's modification time is the one that was read.
   * Returns the audit columns; the new modification time is later than the old one whatever the
   * clock says.
   */
  final Statement<Update<E>, AuditStamp> update;

  /** Deletes a row. */
  final Statement<By<I>, Void> deleteById;

  /** Deletes all rows. */
  final Statement<By<None>, Void> deleteEverything;

  private final EntityTable<E, I> entity;
  private final FilterConditions<F> filter;
  private final Variants<Long, By<F>, Void> delete;

  WriteStatements(EntityTable<E, I> entity, FilterConditions<F> filter) {
    this.entity = entity;
    this.filter = filter;
    this.insert =
        Statement.of(entity.operation("save"), (in, out) -> inserting(in).returning(times(out)));
    this.insertUnlessTaken =
        Statement.of(
            entity.operation("save"),
            (in, out) -> inserting(in).onConflictDoNothing().returning(times(out)));
    this.update =
        concerning(
            Statement.of(
                entity.operation("update"),
                (in, out) -> updating(in, Map.of()).returning(stamp(out))),
            changed -> changed.value().id());
    this.deleteById =
        concerning(
            Statement.changing(
                entity.operation("delete_by_id"),
                in -> DSL.deleteFrom(entity.table()).where(isId(in, By::value)).and(Acting.by(in))),
            By::value);
    this.deleteEverything =
        Statement.changing(
            entity.operation("delete_everything"),
            in -> DSL.deleteFrom(entity.table()).where(Acting.by(in)));
    this.delete =
        Variants.of(
            entity.operation("delete"),
            (mask, in, out) ->
                DSL.deleteFrom(entity.table())
                    .where(filter.conditions(mask, in, By::value))
                    .and(Acting.by(in)));
  }

  /** Declares that a statement that changes a user's row concerns that user only. */
  private <P, R> Statement<P, R> concerning(Statement<P, R> statement, Function<P, I> id) {
    return entity.key().field().getType() == UserId.class
        ? statement.concerning(values -> (UserId) (EntityId) id.apply(values))
        : statement;
  }

  /** Deletes matching rows. */
  Statement<By<F>, Void> delete(F given) {
    return delete.of(filter.mask(given));
  }

  private InsertSetMoreStep<?> inserting(Parameters<E> in) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    entity.insertable().forEach(column -> put(values, in, column));
    return DSL.insertInto(entity.table()).set(values);
  }

  private <T> void put(Map<Field<?>, Object> values, Parameters<E> in, Column<E, T> column) {
    values.put(column.field(), in.value(column.field(), column::valueOf));
  }

  private List<Field<?>> times(Results<Times> out) {
    Field<Instant> createdAt = entity.audit().createdAt().field();
    Field<Instant> modifiedAt = entity.audit().modifiedAt().field();
    var created = out.column(createdAt);
    var modified = out.column(modifiedAt);
    out.as(row -> new Times(row.get(created), row.get(modified)));
    return List.of(createdAt, modifiedAt);
  }

  /** Builds an UPDATE of a row whose modification time is the one that was read. */
  public UpdateConditionStep<?> updating(Parameters<Update<E>> in, Map<Field<?>, ?> further) {
    Map<Field<?>, Object> values = new LinkedHashMap<>(further);
    Parameters<E> value = in.of(Update::value);
    entity.updatable().forEach(column -> put(values, value, column));
    Field<ActorId> modifiedBy = entity.audit().modifiedBy().field();
    values.put(
        modifiedBy,
        coalesce(
            in.value(modifiedBy, Update::actor), nullif(given(values, modifiedBy), modifiedBy)));
    Field<Instant> modifiedAt = entity.audit().modifiedAt().field();
    values.put(modifiedAt, DatabaseClock.laterThan(modifiedAt));
    return DSL.update(entity.table())
        .set(values)
        .where(isId(value, Entity::id))
        .and(modifiedAt.eq(value.value(modifiedAt, given -> given.audit().modifiedAt())));
  }

  @SuppressWarnings("unchecked") // each column has a parameter of its own type
  private static <T> Field<T> given(Map<Field<?>, Object> values, Field<T> column) {
    return (Field<T>) Objects.requireNonNull(values.get(column));
  }

  /** Selects the audit columns, which an update returns. */
  public List<Field<?>> stamp(Results<AuditStamp> out) {
    AuditColumns<E> audit = entity.audit();
    var createdBy = out.column(audit.createdBy().field());
    var createdAt = out.column(audit.createdAt().field());
    var modifiedAt = out.column(audit.modifiedAt().field());
    var modifiedBy = out.column(audit.modifiedBy().field());
    out.as(
        row ->
            new AuditStamp(
                row.getNullable(createdBy),
                row.get(createdAt),
                row.getNullable(modifiedBy),
                row.get(modifiedAt)));
    return List.of(
        audit.createdBy().field(),
        audit.createdAt().field(),
        audit.modifiedAt().field(),
        audit.modifiedBy().field());
  }

  private <P> Condition isId(Parameters<P> in, Function<P, I> value) {
    Field<I> id = entity.key().field();
    return id.eq(in.value(id, value));
  }
}
