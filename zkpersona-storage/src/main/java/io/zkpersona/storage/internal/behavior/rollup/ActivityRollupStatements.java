package io.zkpersona.storage.internal.behavior.rollup;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivity.BEHAVIOR_ACTIVITY;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityChanges.BEHAVIOR_ACTIVITY_CHANGES;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityDays.BEHAVIOR_ACTIVITY_DAYS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivitySessions.BEHAVIOR_ACTIVITY_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityState.BEHAVIOR_ACTIVITY_STATE;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityTotals.BEHAVIOR_ACTIVITY_TOTALS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;

import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import io.zkpersona.storage.internal.tables.Routines;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The statements that build and check the counts of behavior inputs. Each comment names the values
 * that a call binds.
 */
final class ActivityRollupStatements {

  private enum Kind {
    STATE,
    BEGIN,
    BEGIN_COUNT,
    END,
    FOLD,
    FOLD_WAITING,
    CLEAR,
    FIRST_TIME,
    NEXT_TIME,
    COUNT_USERS,
    COUNT_DAYS,
    COUNT_TOTALS,
    COUNT_SESSIONS,
    READY,
    VERIFY
  }

  private record Key(Kind kind, String table) {}

  private final SqlShapes shapes;

  ActivityRollupStatements(SqlShapes shapes) {
    this.shapes = shapes;
  }

  /** Tells whether the counts are ready; no row if they are switched off. Binds nothing. */
  SqlShape state() {
    return shape(
        Kind.STATE,
        params -> select(BEHAVIOR_ACTIVITY_STATE.IS_READY).from(BEHAVIOR_ACTIVITY_STATE));
  }

  /** Starts recording changes and marks the counts as not ready. Binds nothing. */
  SqlShape begin() {
    return writing(Kind.BEGIN, params -> select(Routines.behaviorActivityBegin()));
  }

  /**
   * Tells whether the counts still have to be built; concurrent callers fail until this transaction
   * ends. Binds nothing.
   */
  SqlShape beginCount() {
    return writing(Kind.BEGIN_COUNT, params -> select(Routines.behaviorActivityCount()));
  }

  /** Switches the counts off. Binds nothing. */
  SqlShape end() {
    return writing(Kind.END, params -> select(Routines.behaviorActivityEnd()));
  }

  /**
   * Folds pending changes into the counts; returns their number, or null if there was nothing to
   * do. Binds nothing.
   */
  SqlShape fold(boolean waiting) {
    return writing(
        waiting ? Kind.FOLD_WAITING : Kind.FOLD,
        params -> select(Routines.behaviorActivityFold(inline(waiting))));
  }

  /** Returns the statements that delete the counts and the pending changes. They bind nothing. */
  List<SqlShape> clear() {
    return Stream.of(
            BEHAVIOR_ACTIVITY_CHANGES,
            BEHAVIOR_ACTIVITY,
            BEHAVIOR_ACTIVITY_DAYS,
            BEHAVIOR_ACTIVITY_TOTALS,
            BEHAVIOR_ACTIVITY_SESSIONS)
        .map(this::clear)
        .toList();
  }

  private SqlShape clear(Table<?> table) {
    return shapes.get(new Key(Kind.CLEAR, table.getName()), params -> deleteFrom(table));
  }

  /** Selects the time of the first input. Binds nothing. */
  SqlShape firstTime() {
    return shape(Kind.FIRST_TIME, params -> first(noCondition()));
  }

  /** Selects the time of the first input from a time on. Binds the time. */
  SqlShape nextTime() {
    return shape(
        Kind.NEXT_TIME,
        params -> first(BEHAVIOR_INPUTS.TIMESTAMP.ge(params.value(BEHAVIOR_INPUTS.TIMESTAMP))));
  }

  private static Query first(Condition condition) {
    return select(BEHAVIOR_INPUTS.TIMESTAMP)
        .from(BEHAVIOR_INPUTS)
        .where(condition)
        .orderBy(BEHAVIOR_INPUTS.TIMESTAMP)
        .limit(inline(1));
  }

  /** Counts by user. Binds the start and the end of a day. */
  SqlShape countUsers() {
    return shape(Kind.COUNT_USERS, params -> ActivityCounts.OF_USERS.insertOf(between(params)));
  }

  /** Counts by day. Binds the start and the end of a day. */
  SqlShape countDays() {
    return shape(Kind.COUNT_DAYS, params -> ActivityCounts.OF_DAYS.insertOf(between(params)));
  }

  /** Adds up the totals from the days, which must be counted first. Binds nothing. */
  SqlShape countTotals() {
    return shape(
        Kind.COUNT_TOTALS, params -> ActivityCounts.IN_TOTAL.insertOf(ActivityCounts.OF_DAYS));
  }

  /** Counts by session, for all days at once, since a session may span days. Binds nothing. */
  SqlShape countSessions() {
    return shape(Kind.COUNT_SESSIONS, params -> ActivityCounts.OF_SESSIONS.insertOf(noCondition()));
  }

  private static Condition between(Params params) {
    return BEHAVIOR_INPUTS
        .TIMESTAMP
        .ge(params.value(BEHAVIOR_INPUTS.TIMESTAMP))
        .and(BEHAVIOR_INPUTS.TIMESTAMP.lt(params.value(BEHAVIOR_INPUTS.TIMESTAMP)));
  }

  /** Marks the counts as ready. Binds nothing. */
  SqlShape ready() {
    return shape(
        Kind.READY,
        params ->
            update(BEHAVIOR_ACTIVITY_STATE)
                .set(BEHAVIOR_ACTIVITY_STATE.IS_READY, inline(true))
                .set(BEHAVIOR_ACTIVITY_STATE.SESSIONS, sessions())
                .set(BEHAVIOR_ACTIVITY_STATE.MTIME, DatabaseClock.now()));
  }

  private static Field<Long> sessions() {
    return field(select(count().cast(SQLDataType.BIGINT)).from(BEHAVIOR_ACTIVITY_SESSIONS));
  }

  /** Returns how many counts are wrong; no row if they are not in use. Binds nothing. */
  SqlShape verify() {
    return shape(
        Kind.VERIFY,
        params ->
            select(
                    ActivityCounts.OF_USERS
                        .wrong()
                        .plus(ActivityCounts.OF_DAYS.wrong())
                        .plus(ActivityCounts.IN_TOTAL.wrong(ActivityCounts.OF_DAYS))
                        .plus(ActivityCounts.OF_SESSIONS.wrong())
                        .plus(
                            when(BEHAVIOR_ACTIVITY_STATE.SESSIONS.ne(sessions()), inline(1))
                                .otherwise(inline(0))))
                .from(BEHAVIOR_ACTIVITY_STATE)
                .where(BEHAVIOR_ACTIVITY_STATE.IS_READY));
  }

  private SqlShape shape(Kind kind, Function<Params, Query> statement) {
    return shapes.get(new Key(kind, ""), statement);
  }

  private SqlShape writing(Kind kind, Function<Params, Query> statement) {
    return shapes.getWriting(new Key(kind, ""), statement);
  }
}
