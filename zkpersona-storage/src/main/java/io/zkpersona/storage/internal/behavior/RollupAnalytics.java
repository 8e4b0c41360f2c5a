package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.max;
import static io.zkpersona.storage.internal.query.Builtins.min;
import static io.zkpersona.storage.internal.query.Builtins.sum;
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
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.storage.internal.behavior.rollup.ActivityCounts;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Params;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Computes the summary from the kept counts, in one statement and so at one moment. The summary of
 * everything reads the totals, in constant time. Others add up days; their first and last times are
 * looked up in the first and the last day with a count.
 */
final class RollupAnalytics {

  /** The cache key of a filter: the members that are set, and the value of {@code processed}. */
  private record Key(long mask, @Nullable Boolean processed) {}

  private static final FilterConditions<BehaviorInputFilter> INPUTS_FILTER =
      BehaviorInputConditions.FILTER;

  private static final String COUNTS = "counts";
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

  private final BehaviorInputFilter filter;
  private final long inputsMask;
  private final long countsMask;

  RollupAnalytics(BehaviorInputFilter filter) {
    this.filter = filter;
    this.inputsMask = INPUTS_FILTER.mask(filter);
    this.countsMask = COUNTS_FILTER.mask(filter);
  }

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

  Object key() {
    return new Key(inputsMask, filter.processed());
  }

  List<Object> values() {
    List<Object> values = new ArrayList<>(COUNTS_FILTER.values(filter));
    // Once for each of the two times.
    values.addAll(INPUTS_FILTER.values(filter));
    values.addAll(INPUTS_FILTER.values(filter));
    values.addAll(BehaviorAnalytics.sessionValues(filter));
    return values;
  }

  /**
   * Selects the rows that {@link BehaviorAnalytics} reads; one row without a type if nothing
   * matches, and none if the counts are not in use.
   */
  Query statement(Params params) {
    return inputsMask == 0
        ? statement(
            counts(ActivityCounts.IN_TOTAL, params),
            field(select(min(BEHAVIOR_INPUTS.TIMESTAMP)).from(BEHAVIOR_INPUTS)),
            field(select(max(BEHAVIOR_INPUTS.TIMESTAMP)).from(BEHAVIOR_INPUTS)),
            allSessions())
        : ofDays(params);
  }

  private Query ofDays(Params params) {
    CommonTableExpression<?> days =
        counts(filter.userId() == null ? ActivityCounts.OF_DAYS : ActivityCounts.OF_USERS, params);
    return statement(
        days,
        time(params, days, min(BEHAVIOR_INPUTS.TIMESTAMP), Builtins::min),
        time(params, days, max(BEHAVIOR_INPUTS.TIMESTAMP), Builtins::max),
        BehaviorAnalytics.sessions(filter, params));
  }

  private static Query statement(
      CommonTableExpression<?> counts,
      Field<Instant> first,
      Field<Instant> last,
      Field<?> sessions) {
    Table<?> groups =
        select(
                of(counts, BEHAVIOR_ACTIVITY.INPUT_TYPE),
                of(counts, BEHAVIOR_ACTIVITY.SOURCE),
                total(of(counts, BEHAVIOR_ACTIVITY.INPUTS)).as(BEHAVIOR_ACTIVITY.INPUTS),
                total(of(counts, BEHAVIOR_ACTIVITY.PROCESSED)).as(BEHAVIOR_ACTIVITY.PROCESSED))
            .from(counts)
            .groupBy(of(counts, BEHAVIOR_ACTIVITY.INPUT_TYPE), of(counts, BEHAVIOR_ACTIVITY.SOURCE))
            .asTable("groups");
    return with(counts)
        .select(groups.fields())
        .select(first, last, sessions)
        .from(BEHAVIOR_ACTIVITY_STATE)
        .leftJoin(groups)
        .on(trueCondition())
        .where(BEHAVIOR_ACTIVITY_STATE.IS_READY);
  }

  /**
   * Selects the counts that match the filter, by type, source and, except for totals, day; none is
   * 0.
   */
  private CommonTableExpression<?> counts(ActivityCounts of, Params params) {
    Table<?> counts = of.kept().asTable(COUNTS);
    Field<Long> inputs =
        filter.processed() == null
            ? INPUTS
            : filter.processed() ? PROCESSED : INPUTS.minus(PROCESSED);
    Field<Long> processed = Boolean.FALSE.equals(filter.processed()) ? inline(0L) : PROCESSED;
    List<Field<?>> keys =
        (inputsMask == 0 ? ActivityCounts.IN_TOTAL : ActivityCounts.OF_DAYS).keys();
    return name("filtered")
        .as(
            select(keys.stream().map(counts::field).toList())
                .select(
                    total(inputs).as(BEHAVIOR_ACTIVITY.INPUTS),
                    total(processed).as(BEHAVIOR_ACTIVITY.PROCESSED))
                .from(counts)
                .where(COUNTS_FILTER.conditions(countsMask, params))
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
  private Field<Instant> time(
      Params params, Table<?> days, Field<Instant> wanted, UnaryOperator<Field<LocalDate>> end) {
    Field<LocalDate> day = field(select(end.apply(of(days, BEHAVIOR_ACTIVITY.DAY))).from(days));
    Condition within =
        BEHAVIOR_INPUTS
            .TIMESTAMP
            .ge(DatabaseClock.start(day))
            .and(BEHAVIOR_INPUTS.TIMESTAMP.lt(DatabaseClock.start(day.plus(inline(1)))));
    return field(
        select(wanted)
            .from(BEHAVIOR_INPUTS)
            .where(INPUTS_FILTER.conditions(inputsMask, params))
            .and(within));
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
