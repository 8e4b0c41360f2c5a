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

import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.tables.Routines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The statements that build and check the counts of behavior inputs. */
final class ActivityRollupStatements {

  /** A day: its start and its end, exclusive. */
  record Day(Instant from, Instant until) {}

  private static final String OPERATION = "activity_rollup.";
  private static final String COUNT = OPERATION + "count";

  /** Tells whether the counts are ready; no row if they are switched off. */
  static final Statement<None, Boolean> STATE =
      Statement.of(
          OPERATION + "state",
          (in, out) ->
              select(out.only(BEHAVIOR_ACTIVITY_STATE.IS_READY)).from(BEHAVIOR_ACTIVITY_STATE));

  /** Starts recording changes and marks the counts as not ready. */
  static final Statement<None, Boolean> BEGIN = writing("begin", Routines.behaviorActivityBegin());

  /**
   * Tells whether the counts still have to be built; concurrent callers fail until this transaction
   * ends.
   */
  static final Statement<None, Boolean> BEGIN_COUNT =
      writing("begin_count", Routines.behaviorActivityCount());

  /** Switches the counts off. */
  static final Statement<None, Boolean> END = writing("disable", Routines.behaviorActivityEnd());

  /** Folds pending changes into the counts, unless another transaction does. */
  static final Statement<None, Optional<Long>> FOLD = folding(false);

  /** Folds pending changes into the counts, after another transaction that does. */
  static final Statement<None, Optional<Long>> FOLD_WAITING = folding(true);

  /** Delete the counts and the pending changes. */
  static final List<Statement<None, Void>> CLEAR =
      Stream.of(
              BEHAVIOR_ACTIVITY_CHANGES,
              BEHAVIOR_ACTIVITY,
              BEHAVIOR_ACTIVITY_DAYS,
              BEHAVIOR_ACTIVITY_TOTALS,
              BEHAVIOR_ACTIVITY_SESSIONS)
          .map(ActivityRollupStatements::clearing)
          .toList();

  /** Selects the time of the first input. */
  static final Statement<None, Instant> FIRST_TIME =
      Statement.of(COUNT, (in, out) -> first(out, noCondition()));

  /** Selects the time of the last input. */
  static final Statement<None, Instant> LAST_TIME =
      Statement.of(
          COUNT,
          (in, out) ->
              select(out.only(BEHAVIOR_INPUTS.TIMESTAMP))
                  .from(BEHAVIOR_INPUTS)
                  .orderBy(BEHAVIOR_INPUTS.TIMESTAMP.desc())
                  .limit(inline(1)));

  /** Selects the time of the first input from a time on. */
  static final Statement<Instant, Instant> NEXT_TIME =
      Statement.of(
          COUNT,
          (in, out) ->
              first(
                  out,
                  BEHAVIOR_INPUTS.TIMESTAMP.ge(in.value(BEHAVIOR_INPUTS.TIMESTAMP, from -> from))));

  /** Counts a day's inputs by user. */
  static final Statement<Day, Void> COUNT_USERS =
      Statement.changing(COUNT, in -> ActivityCounts.OF_USERS.insertOf(during(in)));

  /** Counts a day's inputs. */
  static final Statement<Day, Void> COUNT_DAYS =
      Statement.changing(COUNT, in -> ActivityCounts.OF_DAYS.insertOf(during(in)));

  /** Adds up the totals from the days, which must be counted first. */
  static final Statement<None, Void> COUNT_TOTALS =
      Statement.changing(COUNT, in -> ActivityCounts.IN_TOTAL.insertOf(ActivityCounts.OF_DAYS));

  /** Counts by session, for all days at once, since a session may span days. */
  static final Statement<None, Void> COUNT_SESSIONS =
      Statement.changing(COUNT, in -> ActivityCounts.OF_SESSIONS.insertOf(noCondition()));

  /** Marks the counts as ready. */
  static final Statement<None, Void> READY =
      Statement.changing(
          COUNT,
          in ->
              update(BEHAVIOR_ACTIVITY_STATE)
                  .set(BEHAVIOR_ACTIVITY_STATE.IS_READY, inline(true))
                  .set(BEHAVIOR_ACTIVITY_STATE.SESSIONS, sessions())
                  .set(BEHAVIOR_ACTIVITY_STATE.MTIME, DatabaseClock.now()));

  /** Returns how many counts are wrong; no row if they are not in use. */
  static final Statement<None, Long> VERIFY =
      Statement.of(OPERATION + "verify", (in, out) -> verifying(out));

  private ActivityRollupStatements() {}

  private static Statement<None, Boolean> writing(String name, Field<Boolean> function) {
    return Statement.<None, Boolean>of(OPERATION + name, (in, out) -> select(out.only(function)))
        .writing()
        .uncached();
  }

  private static Statement<None, Optional<Long>> folding(boolean waiting) {
    return Statement.<None, Optional<Long>>of(
            OPERATION + "fold",
            (in, out) -> {
              var folded = out.column(Routines.behaviorActivityFold(inline(waiting)));
              out.as(row -> Optional.ofNullable(row.getNullable(folded)));
              return select(out.fields());
            })
        .writing()
        .uncached();
  }

  private static Statement<None, Void> clearing(Table<?> table) {
    return Statement.changing(COUNT, in -> deleteFrom(table));
  }

  private static Query first(Results<Instant> out, Condition condition) {
    return select(out.only(BEHAVIOR_INPUTS.TIMESTAMP))
        .from(BEHAVIOR_INPUTS)
        .where(condition)
        .orderBy(BEHAVIOR_INPUTS.TIMESTAMP)
        .limit(inline(1));
  }

  private static Condition during(Parameters<Day> in) {
    return BEHAVIOR_INPUTS
        .TIMESTAMP
        .ge(in.value(BEHAVIOR_INPUTS.TIMESTAMP, Day::from))
        .and(BEHAVIOR_INPUTS.TIMESTAMP.lt(in.value(BEHAVIOR_INPUTS.TIMESTAMP, Day::until)));
  }

  private static Field<Long> sessions() {
    return field(select(count().cast(SQLDataType.BIGINT)).from(BEHAVIOR_ACTIVITY_SESSIONS));
  }

  private static Query verifying(Results<Long> out) {
    Field<Integer> wrong =
        ActivityCounts.OF_USERS
            .wrong()
            .plus(ActivityCounts.OF_DAYS.wrong())
            .plus(ActivityCounts.IN_TOTAL.wrong(ActivityCounts.OF_DAYS))
            .plus(ActivityCounts.OF_SESSIONS.wrong())
            .plus(
                when(BEHAVIOR_ACTIVITY_STATE.SESSIONS.ne(sessions()), inline(1))
                    .otherwise(inline(0)));
    var total = out.column(wrong, Codecs.LONG);
    out.as(row -> row.get(total));
    return select(out.fields())
        .from(BEHAVIOR_ACTIVITY_STATE)
        .where(BEHAVIOR_ACTIVITY_STATE.IS_READY);
  }
}
