package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.repository.ReadStatements.Listed;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/** The statements on chains that return whole records. */
final class ReputationStatements {

  /** A chain at a time. */
  record Moment(ReputationChain.Key chain, Instant time) {}

  /**
   * A change of a record's status.
   *
   * @param actor the modifier; null clears it
   */
  record StatusChange(ReputationRecordId id, String reason, @Nullable ActorId actor) {}

  private static final EntityTable<ReputationRecord, ReputationRecordId> ENTITY =
      ReputationRecordTable.TABLE;
  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;
  private static final List<SelectField<?>> FIELDS = ENTITY.fields();

  /** Selects the record of a chain that is in force. */
  static final Statement<ReputationChain.Key, ReputationRecord> IN_FORCE =
      Statement.of(
          ENTITY.operation("in_force"),
          ENTITY,
          in -> latest(in, DatabaseClock.statement(), chain -> chain));

  /** Selects the record of a chain that was in force at a time. */
  static final Statement<Moment, ReputationRecord> AS_OF =
      Statement.of(
          ENTITY.operation("as_of"),
          ENTITY,
          in -> latest(in, in.value(RECORDS.EFFECTIVE_FROM, Moment::time), Moment::chain));

  /** Selects a user's records in force. */
  static final Statement<UserId, ReputationRecord> ALL_IN_FORCE =
      Statement.of(
          ENTITY.operation("all_in_force"),
          ENTITY,
          in ->
              select(FIELDS)
                  .from(RECORDS)
                  .where(RECORDS.USER_ID.eq(in.value(RECORDS.USER_ID, user -> user)))
                  .and(ReputationTimes.begun(RECORDS, DatabaseClock.statement()))
                  .and(ReputationTimes.notEnded(RECORDS, DatabaseClock.statement())));

  /** Selects matching records, newest first, by the mask of the filter. */
  static final Variants<Long, Listed<ReputationFilter>, ReputationRecord> NEWEST_FIRST =
      Variants.of(
          ENTITY.operation("history"),
          (mask, in, out) -> {
            out.as(out.entity(ENTITY));
            return select(FIELDS)
                .from(RECORDS)
                .where(ReputationRecordConditions.FILTER.conditions(mask, in, Listed::filter))
                .orderBy(RECORDS.EFFECTIVE_FROM.desc(), RECORDS.ID.desc())
                .limit(in.number(Listed::limit));
          });

  /**
   * Changes a record's status to the variant; returns no row if the current status does not allow
   * that.
   */
  static final Variants<ReputationStatus, StatusChange, ReputationRecord> TRANSITION =
      Variants.of(
          ENTITY.operation("transition"),
          (to, in, out) -> {
            out.as(out.entity(ENTITY));
            return update(RECORDS)
                .set(RECORDS.STATUS, inline(to, RECORDS.STATUS))
                .set(RECORDS.STATUS_REASON, in.value(RECORDS.STATUS_REASON, StatusChange::reason))
                .set(AuditUpdate.of(in, RECORDS.MTIME, RECORDS.MID, StatusChange::actor))
                .where(RECORDS.ID.eq(in.value(RECORDS.ID, StatusChange::id)))
                .and(RECORDS.STATUS.in(statusesBefore(to)))
                .returning(FIELDS);
          });

  /** A record that has not ended, whether or not it has begun. */
  record Current(ReputationRecord record, Instant now) {}

  /** Selects a user's active records that have not ended, and the time. */
  static final Statement<UserId, Current> CURRENT =
      Statement.of(
          ENTITY.operation("current"),
          (in, out) -> {
            RowReader<ReputationRecord> record = out.entity(ENTITY);
            var now = out.column(DatabaseClock.statement());
            out.as(row -> new Current(record.read(row), row.get(now)));
            return select(out.fields())
                .from(RECORDS)
                .where(RECORDS.USER_ID.eq(in.value(RECORDS.USER_ID, user -> user)))
                .and(ReputationTimes.isActive(RECORDS))
                .and(ReputationTimes.notEnded(RECORDS, DatabaseClock.statement()));
          });

  /** Selects the user of a record. */
  static final Statement<ReputationRecordId, UserId> OWNER =
      Statement.of(
          ENTITY.operation("owner"),
          (in, out) ->
              select(out.only(RECORDS.USER_ID))
                  .from(RECORDS)
                  .where(RECORDS.ID.eq(in.value(RECORDS.ID, id -> id))));

  private ReputationStatements() {}

  /**
   * Selects the latest record that has begun at a time, unless it has ended: no earlier record can
   * still be in force.
   */
  private static <P> Query latest(
      Parameters<P> in, Field<Instant> time, Function<P, ReputationChain.Key> key) {
    Parameters<ReputationChain.Key> of = in.of(key);
    ReputationRecords chain = RECORDS.as("chain");
    return select(FIELDS)
        .from(RECORDS)
        .where(
            RECORDS.ID.eq(
                select(chain.ID)
                    .from(chain)
                    .where(chain.USER_ID.eq(of.value(RECORDS.USER_ID, ReputationChain.Key::user)))
                    .and(
                        chain.SCORING_CATEGORY.eq(
                            of.value(RECORDS.SCORING_CATEGORY, ReputationChain.Key::category)))
                    .and(
                        chain.SCORING_PERIOD.eq(
                            of.value(RECORDS.SCORING_PERIOD, ReputationChain.Key::period)))
                    .and(ReputationTimes.begun(chain, time))
                    .orderBy(chain.EFFECTIVE_FROM.desc())
                    .limit(inline(1))))
        .and(ReputationTimes.notEnded(RECORDS, time));
  }

  private static List<Field<ReputationStatus>> statusesBefore(ReputationStatus to) {
    return Arrays.stream(ReputationStatus.values())
        .filter(from -> from.mayBecome(to))
        .<Field<ReputationStatus>>map(from -> inline(from, RECORDS.STATUS))
        .toList();
  }
}
