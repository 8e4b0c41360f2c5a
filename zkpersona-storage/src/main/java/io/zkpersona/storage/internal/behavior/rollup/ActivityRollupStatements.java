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

/** What makes and checks the counts of behavior inputs. Each comment names the values. */
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

  /** No values. Whether the counts are ready, in a row that is there while they are switched on. */
  SqlShape state() {
    return shape(
        Kind.STATE,
        params -> select(BEHAVIOR_ACTIVITY_STATE.IS_READY).from(BEHAVIOR_ACTIVITY_STATE));
  }

  /** No values. */
  SqlShape begin() {
    return writing(Kind.BEGIN, params -> select(Routines.behaviorActivityBegin()));
  }

  /** No values. Whether it is up to the caller to count, whom nobody else then joins. */
  SqlShape beginCount() {
    return writing(Kind.BEGIN_COUNT, params -> select(Routines.behaviorActivityCount()));
  }

  /** No values. */
  SqlShape end() {
    return writing(Kind.END, params -> select(Routines.behaviorActivityEnd()));
  }

  /** No values. How many rows had gathered, or null. */
  SqlShape fold(boolean waiting) {
    return writing(
        waiting ? Kind.FOLD_WAITING : Kind.FOLD,
        params -> select(Routines.behaviorActivityFold(inline(waiting))));
  }

  /** No values. What empties the counts and what has gathered. */
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

  /** No values. The time of the first input. */
  SqlShape firstTime() {
    return shape(Kind.FIRST_TIME, params -> first(noCondition()));
  }

  /** A time. That of the first input from then on. */
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

  /** The beginning and the end of a day. */
  SqlShape countUsers() {
    return shape(Kind.COUNT_USERS, params -> ActivityCounts.OF_USERS.insertOf(between(params)));
  }

  /** The beginning and the end of a day. */
  SqlShape countDays() {
    return shape(Kind.COUNT_DAYS, params -> ActivityCounts.OF_DAYS.insertOf(between(params)));
  }

  /** No values: of the days, once those are counted. */
  SqlShape countTotals() {
    return shape(
        Kind.COUNT_TOTALS, params -> ActivityCounts.IN_TOTAL.insertOf(ActivityCounts.OF_DAYS));
  }

  /** No values: a session may go on for days. */
  SqlShape countSessions() {
    return shape(Kind.COUNT_SESSIONS, params -> ActivityCounts.OF_SESSIONS.insertOf(noCondition()));
  }

  private static Condition between(Params params) {
    return BEHAVIOR_INPUTS
        .TIMESTAMP
        .ge(params.value(BEHAVIOR_INPUTS.TIMESTAMP))
        .and(BEHAVIOR_INPUTS.TIMESTAMP.lt(params.value(BEHAVIOR_INPUTS.TIMESTAMP)));
  }

  /** No values. */
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

  /** No values. How many counts are wrong; no row if they are not in use. */
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
