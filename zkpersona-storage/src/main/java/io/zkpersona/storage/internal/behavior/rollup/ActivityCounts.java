package io.zkpersona.storage.internal.behavior.rollup;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.Builtins.sum;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivity.BEHAVIOR_ACTIVITY;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityChanges.BEHAVIOR_ACTIVITY_CHANGES;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityDays.BEHAVIOR_ACTIVITY_DAYS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivitySessions.BEHAVIOR_ACTIVITY_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityTotals.BEHAVIOR_ACTIVITY_TOTALS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.storage.internal.query.DatabaseClock;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Insert;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A table of counts with its keys: the counts kept in it, the changes not yet folded into it, and
 * the same counts computed from the inputs. Columns with the same meaning have the same name in all
 * of them.
 */
public record ActivityCounts(Table<?> table, List<Field<?>> keys, List<Field<Long>> amounts) {

  public static final ActivityCounts OF_USERS =
      new ActivityCounts(
          BEHAVIOR_ACTIVITY,
          List.of(
              BEHAVIOR_ACTIVITY.USER_ID,
              BEHAVIOR_ACTIVITY.DAY,
              BEHAVIOR_ACTIVITY.INPUT_TYPE,
              BEHAVIOR_ACTIVITY.SOURCE),
          List.of(BEHAVIOR_ACTIVITY.INPUTS, BEHAVIOR_ACTIVITY.PROCESSED));

  public static final ActivityCounts OF_DAYS =
      new ActivityCounts(
          BEHAVIOR_ACTIVITY_DAYS,
          List.of(
              BEHAVIOR_ACTIVITY_DAYS.DAY,
              BEHAVIOR_ACTIVITY_DAYS.INPUT_TYPE,
              BEHAVIOR_ACTIVITY_DAYS.SOURCE),
          List.of(BEHAVIOR_ACTIVITY_DAYS.INPUTS, BEHAVIOR_ACTIVITY_DAYS.PROCESSED));

  public static final ActivityCounts IN_TOTAL =
      new ActivityCounts(
          BEHAVIOR_ACTIVITY_TOTALS,
          List.of(BEHAVIOR_ACTIVITY_TOTALS.INPUT_TYPE, BEHAVIOR_ACTIVITY_TOTALS.SOURCE),
          List.of(BEHAVIOR_ACTIVITY_TOTALS.INPUTS, BEHAVIOR_ACTIVITY_TOTALS.PROCESSED));

  static final ActivityCounts OF_SESSIONS =
      new ActivityCounts(
          BEHAVIOR_ACTIVITY_SESSIONS,
          List.of(BEHAVIOR_ACTIVITY_SESSIONS.SESSION),
          List.of(BEHAVIOR_ACTIVITY_SESSIONS.INPUTS));

  /** A session is identified by its id or, for inputs without one, by its free text. */
  public static final Field<String> SESSION =
      coalesce(
          BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.cast(SQLDataType.VARCHAR),
          BEHAVIOR_INPUTS.SESSION_ID.coerce(String.class));

  private static final Map<String, Field<?>> OF_INPUTS =
      Map.of(
          BEHAVIOR_ACTIVITY.USER_ID.getName(),
          BEHAVIOR_INPUTS.USER_ID,
          BEHAVIOR_ACTIVITY.DAY.getName(),
          DatabaseClock.day(BEHAVIOR_INPUTS.TIMESTAMP),
          BEHAVIOR_ACTIVITY.INPUT_TYPE.getName(),
          BEHAVIOR_INPUTS.INPUT_TYPE,
          BEHAVIOR_ACTIVITY.SOURCE.getName(),
          BEHAVIOR_INPUTS.SOURCE,
          BEHAVIOR_ACTIVITY_SESSIONS.SESSION.getName(),
          SESSION,
          BEHAVIOR_ACTIVITY.INPUTS.getName(),
          count(),
          BEHAVIOR_ACTIVITY.PROCESSED.getName(),
          count().filterWhere(BEHAVIOR_INPUTS.PROCESSED));

  /** Inserts the counts of the inputs that meet a condition; none of them may be counted yet. */
  Insert<?> insertOf(Condition inputs) {
    return DSL.insertInto(table).columns(all()).select(ofInputs(inputs, false));
  }

  /** Inserts the sums of finer counts; none of them may be counted yet. */
  Insert<?> insertOf(ActivityCounts finer) {
    return DSL.insertInto(table).columns(all()).select(sumsOf(finer, false));
  }

  private Select<?> sumsOf(ActivityCounts finer, boolean takenAway) {
    List<Field<?>> by = keys.stream().<Field<?>>map(finer.table::field).toList();
    List<Field<?>> selected = new ArrayList<>(by);
    amounts.forEach(amount -> selected.add(signed(sum(finer.table.field(amount)), takenAway)));
    return select(selected).from(finer.table).groupBy(by);
  }

  private static Field<Long> signed(Field<?> number, boolean takenAway) {
    Field<Long> whole = number.cast(SQLDataType.BIGINT);
    return takenAway ? whole.neg() : whole;
  }

  /** Selects the kept counts and the pending changes, to be added up by the keys. */
  public Select<?> kept() {
    Condition counted =
        keys.size() == 1 ? BEHAVIOR_ACTIVITY_CHANGES.SESSION.isNotNull() : noCondition();
    return select(all())
        .from(table)
        .unionAll(
            select(all().stream().map(BEHAVIOR_ACTIVITY_CHANGES::field).toList())
                .from(BEHAVIOR_ACTIVITY_CHANGES)
                .where(counted));
  }

  private List<Field<?>> all() {
    return Stream.<Field<?>>concat(keys.stream(), amounts.stream()).toList();
  }

  private Select<?> ofInputs(Condition inputs, boolean takenAway) {
    List<Field<?>> by = keys.stream().<Field<?>>map(ActivityCounts::ofInputs).toList();
    List<Field<?>> selected = new ArrayList<>(by);
    amounts.forEach(amount -> selected.add(signed(ofInputs(amount), takenAway)));
    Condition session = keys.size() == 1 ? SESSION.isNotNull() : noCondition();
    return select(selected).from(BEHAVIOR_INPUTS).where(inputs).and(session).groupBy(by);
  }

  private static Field<?> ofInputs(Field<?> kept) {
    return Objects.requireNonNull(OF_INPUTS.get(kept.getName()));
  }

  /** Returns how many counts are wrong: those that differ from the inputs' counts. */
  Field<Integer> wrong() {
    return left(kept(), ofInputs(noCondition(), true));
  }

  /** Returns how many counts differ from the sums of a finer table. */
  Field<Integer> wrong(ActivityCounts finer) {
    return left(select(all()).from(table), sumsOf(finer, true));
  }

  private Field<Integer> left(Select<?> counted, Select<?> takenAway) {
    Table<Record> counts = union(counted, takenAway).asTable("counts");
    Condition left =
        amounts.stream()
            .map(amount -> sum(counts.field(amount)).ne(inline(BigDecimal.ZERO)))
            .reduce(Condition::or)
            .orElseThrow();
    return field(
        select(count())
            .from(
                selectOne()
                    .from(counts)
                    .groupBy(keys.stream().map(counts::field).toList())
                    .having(left)
                    .asTable("wrong")));
  }

  /** Both have the same columns, which their static types do not express. */
  @SuppressWarnings("unchecked")
  private static Select<Record> union(Select<?> one, Select<?> other) {
    return ((Select<Record>) one).unionAll((Select<Record>) other);
  }
}
