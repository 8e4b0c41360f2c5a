package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectField;

/**
 * The statements on chains that return whole records. Each comment names the values that a call
 * binds, in order.
 */
final class ReputationStatements {

  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;
  private static final List<SelectField<?>> FIELDS = ReputationRecordTable.TABLE.fields();

  private ReputationStatements() {}

  /**
   * Selects the latest record that has begun at a time, unless it has ended: no earlier record can
   * still be in force. Binds user, category, and period.
   */
  static Query latest(Params params, Field<Instant> time) {
    ReputationRecords chain = RECORDS.as("chain");
    return select(FIELDS)
        .from(RECORDS)
        .where(
            RECORDS.ID.eq(
                select(chain.ID)
                    .from(chain)
                    .where(chain.USER_ID.eq(params.value(RECORDS.USER_ID)))
                    .and(chain.SCORING_CATEGORY.eq(params.value(RECORDS.SCORING_CATEGORY)))
                    .and(chain.SCORING_PERIOD.eq(params.value(RECORDS.SCORING_PERIOD)))
                    .and(ReputationTimes.begun(chain, time))
                    .orderBy(chain.EFFECTIVE_FROM.desc())
                    .limit(inline(1))))
        .and(ReputationTimes.notEnded(RECORDS, time));
  }

  /** Selects a user's records in force. Binds the user. */
  static Query allInForce(Params params) {
    return select(FIELDS)
        .from(RECORDS)
        .where(RECORDS.USER_ID.eq(params.value(RECORDS.USER_ID)))
        .and(ReputationTimes.begun(RECORDS, DatabaseClock.statement()))
        .and(ReputationTimes.notEnded(RECORDS, DatabaseClock.statement()));
  }

  /**
   * Selects matching records, newest first. Binds the filter's values, then the maximum number of
   * rows.
   */
  static Query newestFirst(Params params, long mask) {
    return select(FIELDS)
        .from(RECORDS)
        .where(ReputationRecordConditions.FILTER.conditions(mask, params))
        .orderBy(RECORDS.EFFECTIVE_FROM.desc(), RECORDS.ID.desc())
        .limit(params.rows());
  }

  /**
   * Changes a record's status; returns no row if the current status does not allow that. Binds the
   * reason, the actor, and the id.
   */
  static Query transition(Params params, ReputationStatus to) {
    List<Field<ReputationStatus>> allowed =
        Arrays.stream(ReputationStatus.values())
            .filter(from -> from.mayBecome(to))
            .<Field<ReputationStatus>>map(from -> inline(from, RECORDS.STATUS))
            .toList();
    return update(RECORDS)
        .set(RECORDS.STATUS, inline(to, RECORDS.STATUS))
        .set(RECORDS.STATUS_REASON, params.value(RECORDS.STATUS_REASON))
        .set(Touch.of(params, RECORDS.MTIME, RECORDS.MID))
        .where(RECORDS.ID.eq(params.value(RECORDS.ID)))
        .and(RECORDS.STATUS.in(allowed))
        .returning(FIELDS);
  }
}
