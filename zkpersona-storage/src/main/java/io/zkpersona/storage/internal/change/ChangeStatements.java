package io.zkpersona.storage.internal.change;

import static io.zkpersona.storage.internal.tables.tables.Changes.CHANGES;
import static io.zkpersona.storage.internal.tables.tables.ChangesDropBefore.CHANGES_DROP_BEFORE;
import static io.zkpersona.storage.internal.tables.tables.ChangesGaps.CHANGES_GAPS;
import static io.zkpersona.storage.internal.tables.tables.ChangesTracked.CHANGES_TRACKED;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.CursorCodec.Position;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.RowLimit;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.repository.ChangeColumns;
import io.zkpersona.storage.internal.tables.Routines;
import io.zkpersona.storage.repository.change.ChangeRecording;
import io.zkpersona.storage.repository.change.DroppedChanges;
import io.zkpersona.storage.repository.change.RecordingGap;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The statements about changes of all entities. */
final class ChangeStatements {

  /**
   * A part of the changes.
   *
   * @param after the position after which to begin; null to begin at the start
   */
  record Part(ChangeFilter filter, RowLimit limit, @Nullable Position after) {}

  /** The properties by which the texts of parts differ. */
  private record Variant(long mask, SortOrder order, boolean fromStart, RowLimit limit) {}

  static final FilterConditions<ChangeFilter> FILTER =
      FilterConditions.of(
          ChangeFilter.none(),
          conditions ->
              conditions
                  .equal(CHANGES.ACTOR_ID, ChangeFilter::actorId)
                  .equal(CHANGES.USER_ID, ChangeFilter::userId)
                  .equal(CHANGES.ENTITY, ChangeFilter::entity)
                  .equal(CHANGES.ENTITY_ID, ChangeFilter::entityId)
                  .equal(CHANGES.OPERATION, ChangeFilter::operation)
                  .atLeast(CHANGES.CHANGED_AT, ChangeFilter::from)
                  .below(CHANGES.CHANGED_AT, ChangeFilter::until));

  /** Begins to record the changes of a table; false if they were recorded. */
  static final Statement<ChangedEntity, Boolean> BEGIN =
      Statement.<ChangedEntity, Boolean>of(
              "changes.start_recording",
              (in, out) -> select(out.only(Routines.changesBegin(name(in)))))
          .writing()
          .uncached();

  /** Ends the recording of a table's changes; false if they were not recorded. */
  static final Statement<ChangedEntity, Boolean> END =
      Statement.<ChangedEntity, Boolean>of(
              "changes.stop_recording",
              (in, out) -> select(out.only(Routines.changesEnd(name(in)))))
          .writing()
          .uncached();

  /** Creates partitions of changes; how many. */
  static final Statement<Duration, Long> PREPARE =
      Statement.<Duration, Long>of(
              "changes.prepare_partitions",
              (in, out) ->
                  select(
                      out.only(
                          Routines.changesPrepare(
                              Builtins.statementTimestamp().plus(in.duration(ahead -> ahead))))))
          .writing()
          .uncached();

  /** Drops old partitions of changes. */
  static final Statement<Instant, DroppedChanges> DROP_BEFORE =
      Statement.<Instant, DroppedChanges>of(
              "changes.drop_before",
              (in, out) -> {
                Table<?> dropped =
                    CHANGES_DROP_BEFORE.call(in.value(CHANGES.CHANGED_AT, before -> before));
                var partitions = out.column(CHANGES_DROP_BEFORE.PARTITIONS);
                var changes = out.column(CHANGES_DROP_BEFORE.DROPPED);
                out.as(row -> new DroppedChanges(row.get(partitions), row.get(changes)));
                return select(out.fields()).from(dropped);
              })
          .writing()
          .uncached();

  /** Selects when changes were recorded. */
  static final Statement<None, ChangeRecording> RECORDINGS =
      Statement.of(
          "changes.recordings",
          (in, out) -> {
            var entity = out.column(CHANGES_TRACKED.ENTITY);
            var since = out.column(CHANGES_TRACKED.SINCE);
            var until = out.column(CHANGES_TRACKED.UNTIL);
            out.as(
                row ->
                    new ChangeRecording(row.get(entity), row.get(since), row.getNullable(until)));
            return select(out.fields())
                .from(CHANGES_TRACKED)
                .orderBy(CHANGES_TRACKED.ENTITY, CHANGES_TRACKED.SINCE);
          });

  /** Selects the triggers that should record changes and do not. */
  static final Statement<None, RecordingGap> GAPS =
      Statement.of(
          "changes.gaps",
          (in, out) -> {
            Table<?> gaps = CHANGES_GAPS.call();
            var entity = out.column(CHANGES_GAPS.ENTITY);
            var table = out.column(CHANGES_GAPS.PART);
            var trigger = out.column(CHANGES_GAPS.TRIGGER);
            out.as(
                row ->
                    new RecordingGap(
                        ChangedEntity.fromValue(row.get(entity)),
                        row.get(table),
                        row.get(trigger)));
            return select(out.fields()).from(gaps);
          });

  private static final Variants<Variant, Part, Change> SLICE =
      Variants.of("changes.find_slice", ChangeStatements::slice);

  private ChangeStatements() {}

  /** Selects a part of the changes, in the order of their times. */
  static Statement<Part, Change> slice(Part part, SortOrder order) {
    return SLICE.of(new Variant(FILTER.mask(part.filter), order, part.after == null, part.limit));
  }

  private static Select<?> slice(Variant variant, Parameters<Part> in, Results<Change> out) {
    out.as(ChangeColumns.reader(out));
    var query =
        select(ChangeColumns.FIELDS)
            .from(CHANGES)
            .where(FILTER.conditions(variant.mask, in, Part::filter));
    if (!variant.fromStart) {
      var position =
          row(
              in.value(CHANGES.CHANGED_AT, part -> (Instant) after(part).sortValue()),
              in.value(CHANGES.POSITION, part -> ChangeColumns.position(after(part))));
      var sorted = row(CHANGES.CHANGED_AT, CHANGES.POSITION);
      query =
          query.and(
              variant.order == SortOrder.ASCENDING
                  ? sorted.greaterThan(position)
                  : sorted.lessThan(position));
    }
    return (variant.order == SortOrder.ASCENDING
            ? query.orderBy(CHANGES.CHANGED_AT.asc(), CHANGES.POSITION.asc())
            : query.orderBy(CHANGES.CHANGED_AT.desc(), CHANGES.POSITION.desc()))
        .limit(variant.limit.field(in, part -> part.limit.rows()));
  }

  private static Position after(Part part) {
    return Objects.requireNonNull(part.after);
  }

  private static Field<String> name(Parameters<ChangedEntity> in) {
    return in.value(CHANGES_TRACKED.ENTITY, entity -> entity).coerce(String.class);
  }
}
