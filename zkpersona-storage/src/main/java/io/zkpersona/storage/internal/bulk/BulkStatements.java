package io.zkpersona.storage.internal.bulk;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Acting;
import io.zkpersona.storage.internal.query.Acting.By;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.UpdateConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements that update and delete many rows of an entity at once. Immutable. */
public final class BulkStatements<E extends Entity<I>, I extends EntityId> {

  /** Rows to update, and the actor of the call. */
  record Updates<E>(List<E> rows, @Nullable ActorId actor) {}

  /** Locks the rows against changes and returns their ids. */
  final Statement<Collection<I>, I> lockIds;

  /** Locks the rows against changes and returns them whole. */
  final Statement<Collection<I>, E> lock;

  /** Deletes rows. */
  final Statement<By<List<I>>, Void> delete;

  private final EntityTable<E, I> entity;
  private final Statement<List<E>, Instant> insert;
  private final Variants<List<Column<E, ?>>, Updates<E>, I> updateUnchanged;
  private final Variants<List<Column<E, ?>>, Updates<E>, I> updateWhatever;

  /** Builds the statements of an entity. */
  public BulkStatements(EntityTable<E, I> entity) {
    this.entity = entity;
    Field<I> id = entity.key().field();
    this.insert =
        Statement.inParts(entity.operation("save_all"), (in, out) -> List.of(inserting(in, out)));
    this.lockIds =
        Statement.<Collection<I>, I>of(
                entity.operation("lock_all"),
                (in, out) ->
                    select(out.only(id))
                        .from(entity.table())
                        .where(isOneOf(in))
                        .orderBy(id)
                        .forNoKeyUpdate())
            .auxiliary();
    this.lock =
        Statement.<Collection<I>, E, I>of(
                entity.operation("lock_all"),
                entity,
                in ->
                    select(entity.fields())
                        .from(entity.table())
                        .where(isOneOf(in))
                        .orderBy(id)
                        .forNoKeyUpdate())
            .auxiliary();
    this.delete =
        Statement.changing(
            entity.operation("delete_all_by_id"),
            in ->
                DSL.deleteFrom(entity.table()).where(isOneOf(in.of(By::value))).and(Acting.by(in)));
    this.updateUnchanged =
        Variants.of(
            entity.operation("update_all"),
            (updated, in, out) -> updating(updated, in, true).returning(out.only(id)));
    this.updateWhatever =
        Variants.of(
            entity.operation("upsert_all"),
            (updated, in, out) -> updating(updated, in, false).returning(out.only(id)));
  }

  /**
   * Inserts rows, all or none, and returns the transaction's time, which is the time of creation
   * and modification of all of them.
   */
  public Statement<List<E>, Instant> insert() {
    return insert;
  }

  private Query inserting(Parameters<List<E>> in, Results<Instant> out) {
    List<Field<?>> columns = new ArrayList<>();
    List<Field<?>> values = new ArrayList<>();
    for (Column<E, ?> column : entity.insertable()) {
      columns.add(column.field());
      values.add(Given.of(column.field()));
    }
    var saved =
        name("saved")
            .as(
                DSL.insertInto(entity.table())
                    .columns(columns)
                    .select(select(values).from(Given.rows(in, entity.insertable(), rows -> rows)))
                    .returning(entity.key().field()));
    return with(saved).select(out.only(DatabaseClock.now()));
  }

  /**
   * Updates the rows whose version is the given one, and returns their ids.
   *
   * @param updated some of the columns that an update may change, in their order
   */
  Statement<Updates<E>, I> updateUnchanged(List<Column<E, ?>> updated) {
    return updateUnchanged.of(updated);
  }

  /** Updates the rows whatever their version, and returns their ids. */
  Statement<Updates<E>, I> updateWhatever(List<Column<E, ?>> updated) {
    return updateWhatever.of(updated);
  }

  private UpdateConditionStep<?> updating(
      List<Column<E, ?>> updated, Parameters<Updates<E>> in, boolean unchanged) {
    Field<Instant> modifiedAt = entity.audit().modifiedAt().field();
    List<Column<E, ?>> given = new ArrayList<>();
    given.add(entity.key());
    given.add(entity.audit().modifiedAt());
    given.addAll(updated);
    Map<Field<?>, Object> set = new LinkedHashMap<>();
    updated.forEach(column -> set.put(column.field(), Given.of(column.field())));
    Field<ActorId> modifiedBy = entity.audit().modifiedBy().field();
    set.put(modifiedBy, coalesce(in.value(modifiedBy, Updates::actor), named(unchanged)));
    set.put(modifiedAt, DatabaseClock.laterThan(modifiedAt));
    Condition same = Given.is(entity.key().field());
    return DSL.update(entity.table())
        .set(set)
        .from(Given.rows(in, given, Updates::rows))
        .where(unchanged ? same.and(Given.is(modifiedAt)) : same);
  }

  /**
   * Returns the modifier that an entity names: as in an update of one row, only if it differs from
   * the stored one. A copy of another version names none, since its modifier may be that of an
   * earlier change. An entity that was never stored names the actor that its creator set.
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

  private <C extends Collection<I>> Condition isOneOf(Parameters<C> in) {
    Field<I> id = entity.key().field();
    return id.eq(any(in.array(id, ids -> ids)));
  }
}
