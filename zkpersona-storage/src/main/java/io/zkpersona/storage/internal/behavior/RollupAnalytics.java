package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.sum;
import static io.zkpersona.storage.internal.query.Portable.notExists;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivity.BEHAVIOR_ACTIVITY;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityChanges.BEHAVIOR_ACTIVITY_CHANGES;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivitySessions.BEHAVIOR_ACTIVITY_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityState.BEHAVIOR_ACTIVITY_STATE;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.storage.internal.behavior.BehaviorAnalytics.Group;
import io.zkpersona.storage.internal.behavior.rollup.ActivityCounts;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectSelectStep;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Computes the summary from the kept counts if they are in use, else from the inputs, in one
 * statement and so at one moment. The summary of everything reads the totals, in constant time.
 * Others add up days; their first and last times are looked up in the first and the last day with a
 * count.
 */
final class RollupAnalytics {

  /**
   * The variant of a filter: the masks of the members that are set, and the value of {@code
   * processed}.
   */
  private record Key(
      long inputsMask, long countsMask, boolean ofUser, @Nullable Boolean processed) {}

  private static final FilterConditions<BehaviorInputFilter> INPUTS_FILTER =
      BehaviorInputConditions.FILTER;

  private static final String COUNTS = "counts";
  private static final String[] COLUMNS = {
    "type", "source", "total", "processed", "first", "last", "sessions"
  };
  private static final Field<LocalDate> DAY = counted(BEHAVIOR_ACTIVITY.DAY);
  private static final Field<Long> INPUTS = counted(BEHAVIOR_ACTIVITY.INPUTS);
  private static final Field<Long> PROCESSED = counted(BEHAVIOR_ACTIVITY.PROCESSED);

  private static final FilterConditions<BehaviorInputFilter> COUNTS_FILTER =
      FilterConditions.of(
          BehaviorInputFilter.none(),
          conditions ->
              conditions
                  .equal(counted(BEHAVIOR_ACTIVITY.USER_ID), BehaviorInputFilter::userId)
                  .equal(counted(BEHAVIOR_ACTIVITY.INPUT_TYPE), BehaviorInputFilter::inputType)
                  .equal(counted(BEHAVIOR_ACTIVITY.SOURCE), BehaviorInputFilter::source)
                  .atLeast(DAY, filter -> day(filter.startDate()))
                  .below(DAY, filter -> day(filter.endDate())));

  private static final Variants<Key, BehaviorInputFilter, Group> GROUPS =
      Variants.of(BehaviorAnalytics.OPERATION, RollupAnalytics::groups);

  private RollupAnalytics() {}

  /**
   * Tells whether the counts can answer the filter: it sets no members but those that are counted
   * by, and its times are midnights in UTC.
   */
  static boolean serves(BehaviorInputFilter filter) {
    BehaviorInputFilter counted =
        BehaviorInputFilter.builder()
            .userId(filter.userId())
            .inputType(filter.inputType())
            .source(filter.source())
            .processed(filter.processed())
            .startDate(filter.startDate())
            .endDate(filter.endDate())
            .build();
    return filter.equals(counted) && isMidnight(filter.startDate()) && isMidnight(filter.endDate());
  }

  private static boolean isMidnight(@Nullable Instant instant) {
    return instant == null
        || LocalTime.ofInstant(instant, ZoneOffset.UTC).equals(LocalTime.MIDNIGHT);
  }

  private static @Nullable LocalDate day(@Nullable Instant instant) {
    return instant == null ? null : LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private static <T> Field<T> counted(Field<T> column) {
    return field(name(COUNTS, column.getName()), column.getDataType());
  }

  /** Returns the statement for a filter that the counts can answer. */
  static Statement<BehaviorInputFilter, Group> of(BehaviorInputFilter filter) {
    return GROUPS.of(
        new Key(
            INPUTS_FILTER.mask(filter),
            COUNTS_FILTER.mask(filter),
            filter.userId() != null,
            filter.processed()));
  }

  private static Query groups(Key key, Parameters<BehaviorInputFilter> in, Results<Group> out) {
    CommonTableExpression<?> counts = counts(key, in);
    Table<?> sums =
        select(
                of(counts, BEHAVIOR_ACTIVITY.INPUT_TYPE),
                of(counts, BEHAVIOR_ACTIVITY.SOURCE),
                total(of(counts, BEHAVIOR_ACTIVITY.INPUTS)).as(BEHAVIOR_ACTIVITY.INPUTS),
                total(of(counts, BEHAVIOR_ACTIVITY.PROCESSED)).as(BEHAVIOR_ACTIVITY.PROCESSED))
            .from(counts)
            .groupBy(of(counts, BEHAVIOR_ACTIVITY.INPUT_TYPE), of(counts, BEHAVIOR_ACTIVITY.SOURCE))
            .asTable("groups");
    List<Field<?>> fields =
        BehaviorAnalytics.reading(
            out,
            List.of(
                columnOf(sums, BEHAVIOR_ACTIVITY.INPUT_TYPE),
                columnOf(sums, BEHAVIOR_ACTIVITY.SOURCE),
                columnOf(sums, BEHAVIOR_ACTIVITY.INPUTS),
                columnOf(sums, BEHAVIOR_ACTIVITY.PROCESSED),
                time(key, in, counts, Builtins::min, Builtins::min),
                time(key, in, counts, Builtins::max, Builtins::max),
                sessions(key, in)));
    if (key.ofUser) {
      var matching = BehaviorAnalytics.matching(key.inputsMask, in);
      var exact =
          exact(BehaviorAnalytics.groupsOf(matching, select(BehaviorAnalytics.fieldsOf(matching))));
      return counted(with(counts).with(matching).with(exact).select(fields), sums)
          .unionAll(unlessCounted(exact));
    }
    var exact =
        exact(
            BehaviorAnalytics.groupsOfMany(
                key.inputsMask, in, select(BehaviorAnalytics.fieldsOfMany(key.inputsMask, in))));
    return counted(with(counts).with(exact).select(fields), sums).unionAll(unlessCounted(exact));
  }

  /**
   * Names the groups counted from the inputs. Materialized, it is not begun if nothing is selected
   * from it; a condition within a parallel plan would be evaluated after its workers have started.
   */
  private static CommonTableExpression<Record> exact(Select<Record> groups) {
    return name("exact").fields(COLUMNS).asMaterialized(groups);
  }

  private static Select<Record> unlessCounted(CommonTableExpression<Record> exact) {
    return select(List.of(exact.fields()))
        .from(exact)
        .where(
            notExists(
                selectOne().from(BEHAVIOR_ACTIVITY_STATE).where(BEHAVIOR_ACTIVITY_STATE.IS_READY)));
  }

  /** Selects from the counts if they are in use. */
  private static Select<Record> counted(SelectSelectStep<Record> selected, Table<?> sums) {
    return selected
        .from(BEHAVIOR_ACTIVITY_STATE)
        .crossJoin(sums)
        .where(BEHAVIOR_ACTIVITY_STATE.IS_READY);
  }

  private static Field<?> sessions(Key key, Parameters<BehaviorInputFilter> in) {
    if (key.inputsMask == 0) {
      return allSessions();
    }
    return key.ofUser
        ? BehaviorAnalytics.sessionsOfFew(key.inputsMask, in)
        : BehaviorAnalytics.sessionsOfMany(key.inputsMask, in);
  }

  /**
   * Selects the counts that match the filter, by type, source and, except for totals, day; none is
   * 0.
   */
  private static CommonTableExpression<?> counts(Key key, Parameters<BehaviorInputFilter> in) {
    ActivityCounts byKeys = key.inputsMask == 0 ? ActivityCounts.IN_TOTAL : ActivityCounts.OF_DAYS;
    Table<?> counts = (key.ofUser ? ActivityCounts.OF_USERS : byKeys).kept().asTable(COUNTS);
    Field<Long> inputs =
        key.processed == null ? INPUTS : key.processed ? PROCESSED : INPUTS.minus(PROCESSED);
    Field<Long> processed = Boolean.FALSE.equals(key.processed) ? inline(0L) : PROCESSED;
    List<Field<?>> keys = byKeys.keys();
    return name("filtered")
        .as(
            select(keys.stream().map(counts::field).toList())
                .select(
                    total(inputs).as(BEHAVIOR_ACTIVITY.INPUTS),
                    total(processed).as(BEHAVIOR_ACTIVITY.PROCESSED))
                .from(counts)
                .where(COUNTS_FILTER.conditions(key.countsMask, in, filter -> filter))
                .groupBy(keys.stream().map(counts::field).toList())
                .having(sum(inputs).ne(inline(BigDecimal.ZERO))));
  }

  private static <T> Field<T> of(Table<?> table, Field<T> column) {
    return field(name(table.getName(), column.getName()), column.getDataType());
  }

  private static Field<Long> total(Field<Long> amounts) {
    return sum(amounts).cast(SQLDataType.BIGINT);
  }

  /**
   * Returns the first or last time of a matching input, within the first or last day with a count.
   */
  private static Field<Instant> time(
      Key key,
      Parameters<BehaviorInputFilter> in,
      Table<?> counts,
      UnaryOperator<Field<Instant>> endOfTimes,
      UnaryOperator<Field<LocalDate>> endOfDays) {
    var times = select(endOfTimes.apply(BEHAVIOR_INPUTS.TIMESTAMP)).from(BEHAVIOR_INPUTS);
    if (key.inputsMask == 0) {
      return field(times);
    }
    Field<LocalDate> day =
        field(select(endOfDays.apply(of(counts, BEHAVIOR_ACTIVITY.DAY))).from(counts));
    Condition within =
        BEHAVIOR_INPUTS
            .TIMESTAMP
            .ge(DatabaseClock.start(day))
            .and(BEHAVIOR_INPUTS.TIMESTAMP.lt(DatabaseClock.start(day.plus(inline(1)))));
    return field(
        times.where(INPUTS_FILTER.conditions(key.inputsMask, in, filter -> filter)).and(within));
  }

  /**
   * Returns the kept number of sessions, corrected by the sessions that pending changes add or
   * remove.
   */
  private static Field<Long> allSessions() {
    var changed =
        select(
                BEHAVIOR_ACTIVITY_CHANGES.SESSION,
                sum(BEHAVIOR_ACTIVITY_CHANGES.INPUTS).as("inputs"))
            .from(BEHAVIOR_ACTIVITY_CHANGES)
            .where(BEHAVIOR_ACTIVITY_CHANGES.SESSION.isNotNull())
            .groupBy(BEHAVIOR_ACTIVITY_CHANGES.SESSION)
            .asTable("changed");
    Field<BigDecimal> before =
        coalesce(
            BEHAVIOR_ACTIVITY_SESSIONS.INPUTS.cast(SQLDataType.NUMERIC), inline(BigDecimal.ZERO));
    Field<BigDecimal> after = before.plus(changed.field("inputs", BigDecimal.class));
    Field<BigDecimal> more =
        field(
            select(sum(isThere(after).minus(isThere(before))))
                .from(changed)
                .leftJoin(BEHAVIOR_ACTIVITY_SESSIONS)
                .on(
                    BEHAVIOR_ACTIVITY_SESSIONS.SESSION.eq(
                        changed.field(BEHAVIOR_ACTIVITY_CHANGES.SESSION))));
    return BEHAVIOR_ACTIVITY_STATE.SESSIONS.plus(coalesce(more, inline(BigDecimal.ZERO)));
  }

  private static Field<Integer> isThere(Field<BigDecimal> inputs) {
    return when(inputs.gt(inline(BigDecimal.ZERO)), inline(1)).otherwise(inline(0));
  }
}
