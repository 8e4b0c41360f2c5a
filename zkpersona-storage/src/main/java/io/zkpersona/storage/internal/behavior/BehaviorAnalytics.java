package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.Builtins.countDistinct;
import static io.zkpersona.storage.internal.query.Builtins.max;
import static io.zkpersona.storage.internal.query.Builtins.min;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.storage.internal.behavior.rollup.ActivityCounts;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectSelectStep;
import org.jooq.impl.SQLDataType;

/**
 * Computes the summary in one statement: grouped by type and source, which leaves few rows to add
 * up in Java, with the distinct sessions counted separately. Counting them inside the groups would
 * rule out a parallel plan. If few rows match, such as a user's, each row is read only once: in a
 * large table they are spread over as many pages.
 */
final class BehaviorAnalytics {

  /**
   * The inputs of a type and source.
   *
   * @param sessions the number of distinct sessions of all groups together
   */
  record Group(
      InputType type,
      BehaviorSource source,
      long total,
      long processed,
      Instant first,
      Instant last,
      long sessions) {}

  static final String OPERATION = "behavior_inputs.analytics_summary";
  private static final String SESSION = "session";
  private static final FilterConditions<BehaviorInputFilter> FILTER =
      BehaviorInputConditions.FILTER;

  /** Counts few rows; the variant is the filter's mask. */
  private static final Variants<Long, BehaviorInputFilter, Group> OF_FEW =
      Variants.of(
          OPERATION,
          (mask, in, out) -> {
            var matching = matching(mask, in);
            return groupsOf(matching, with(matching).select(reading(out, fieldsOf(matching))));
          });

  /** Counts many rows; the variant is the filter's mask. */
  private static final Variants<Long, BehaviorInputFilter, Group> OF_MANY =
      Variants.of(
          OPERATION,
          (mask, in, out) -> groupsOfMany(mask, in, select(reading(out, fieldsOfMany(mask, in)))));

  private BehaviorAnalytics() {}

  static BehaviorAnalyticsSummary summary(SqlExecutor executor, BehaviorInputFilter filter) {
    Statement<BehaviorInputFilter, Group> groups =
        RollupAnalytics.serves(filter)
            ? RollupAnalytics.of(filter)
            : (matchesFew(filter) ? OF_FEW : OF_MANY).of(FILTER.mask(filter));
    return sum(executor.list(groups, filter));
  }

  /**
   * Tells whether the filter is restricted to one user or session; filters with the same mask have
   * the same answer.
   */
  private static boolean matchesFew(BehaviorInputFilter filter) {
    return filter.userId() != null
        || filter.behaviorSessionId() != null
        || filter.sessionId() != null;
  }

  /** Selects the rows that match, of which there are few. */
  static CommonTableExpression<?> matching(long mask, Parameters<BehaviorInputFilter> in) {
    return name("matching")
        .asMaterialized(
            select(
                    BEHAVIOR_INPUTS.INPUT_TYPE,
                    BEHAVIOR_INPUTS.SOURCE,
                    BEHAVIOR_INPUTS.PROCESSED,
                    BEHAVIOR_INPUTS.TIMESTAMP,
                    ActivityCounts.SESSION.as(SESSION))
                .from(BEHAVIOR_INPUTS)
                .where(FILTER.conditions(mask, in, filter -> filter)));
  }

  /** Returns the fields of the groups of few rows. */
  static List<Field<?>> fieldsOf(CommonTableExpression<?> matching) {
    Field<Instant> time = columnOf(matching, BEHAVIOR_INPUTS.TIMESTAMP);
    return List.of(
        columnOf(matching, BEHAVIOR_INPUTS.INPUT_TYPE),
        columnOf(matching, BEHAVIOR_INPUTS.SOURCE),
        count(),
        count().filterWhere(columnOf(matching, BEHAVIOR_INPUTS.PROCESSED)),
        min(time),
        max(time),
        field(select(countDistinct(matching.field(SESSION))).from(matching)));
  }

  /** Selects the groups of few rows. */
  static Select<Record> groupsOf(
      CommonTableExpression<?> matching, SelectSelectStep<Record> selected) {
    return selected
        .from(matching)
        .groupBy(
            columnOf(matching, BEHAVIOR_INPUTS.INPUT_TYPE),
            columnOf(matching, BEHAVIOR_INPUTS.SOURCE));
  }

  /** Returns the fields of the groups of many rows. */
  static List<Field<?>> fieldsOfMany(long mask, Parameters<BehaviorInputFilter> in) {
    return List.of(
        BEHAVIOR_INPUTS.INPUT_TYPE,
        BEHAVIOR_INPUTS.SOURCE,
        count(),
        count().filterWhere(BEHAVIOR_INPUTS.PROCESSED),
        min(BEHAVIOR_INPUTS.TIMESTAMP),
        max(BEHAVIOR_INPUTS.TIMESTAMP),
        sessionsOfMany(mask, in));
  }

  /** Selects the groups of many rows. */
  static Select<Record> groupsOfMany(
      long mask, Parameters<BehaviorInputFilter> in, SelectSelectStep<Record> selected) {
    return selected
        .from(BEHAVIOR_INPUTS)
        .where(FILTER.conditions(mask, in, filter -> filter))
        .groupBy(BEHAVIOR_INPUTS.INPUT_TYPE, BEHAVIOR_INPUTS.SOURCE);
  }

  /**
   * Returns the number of distinct sessions of few rows, identified by session id or, for inputs
   * without one, by free text.
   */
  static Field<Integer> sessionsOfFew(long mask, Parameters<BehaviorInputFilter> in) {
    return field(
        select(countDistinct(ActivityCounts.SESSION))
            .from(BEHAVIOR_INPUTS)
            .where(FILTER.conditions(mask, in, filter -> filter)));
  }

  /**
   * Counts the sessions of many rows. Session ids and free texts are made distinct separately:
   * without a filter an index-only scan does that for each, in a quarter of the time of one
   * expression over both.
   */
  static Field<Integer> sessionsOfMany(long mask, Parameters<BehaviorInputFilter> in) {
    var attached =
        selectDistinct(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID)
            .from(BEHAVIOR_INPUTS)
            .where(FILTER.conditions(mask, in, filter -> filter))
            .and(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.isNotNull())
            .asTable("attached");
    var unattached =
        selectDistinct(BEHAVIOR_INPUTS.SESSION_ID)
            .from(BEHAVIOR_INPUTS)
            .where(FILTER.conditions(mask, in, filter -> filter))
            .and(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.isNull())
            .and(BEHAVIOR_INPUTS.SESSION_ID.isNotNull())
            .asTable("unattached");
    return field(
        select(count())
            .from(
                select(
                        columnOf(attached, BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID)
                            .cast(SQLDataType.VARCHAR))
                    .from(attached)
                    .union(
                        select(
                                columnOf(unattached, BEHAVIOR_INPUTS.SESSION_ID)
                                    .coerce(String.class))
                            .from(unattached))
                    .asTable("sessions")));
  }

  /**
   * Reads groups from their fields: type, source, number, number of processed ones, first and last
   * time, and the number of sessions.
   */
  static List<Field<?>> reading(Results<Group> out, List<Field<?>> fields) {
    var type = out.column(fields.get(0), Codecs.of(BEHAVIOR_INPUTS.INPUT_TYPE));
    var source = out.column(fields.get(1), Codecs.of(BEHAVIOR_INPUTS.SOURCE));
    var total = out.column(fields.get(2), Codecs.LONG);
    var processed = out.column(fields.get(3), Codecs.LONG);
    var first = out.column(fields.get(4), Codecs.INSTANT);
    var last = out.column(fields.get(5), Codecs.INSTANT);
    var sessions = out.column(fields.get(6), Codecs.LONG);
    out.as(
        row ->
            new Group(
                row.get(type),
                row.get(source),
                row.get(total),
                row.get(processed),
                row.get(first),
                row.get(last),
                row.get(sessions)));
    return fields;
  }

  private static BehaviorAnalyticsSummary sum(List<Group> groups) {
    Map<InputType, Long> byType = new EnumMap<>(InputType.class);
    Map<BehaviorSource, Long> bySource = new EnumMap<>(BehaviorSource.class);
    long total = 0;
    long processed = 0;
    for (Group group : groups) {
      total += group.total;
      processed += group.processed;
      byType.merge(group.type, group.total, Long::sum);
      bySource.merge(group.source, group.total, Long::sum);
    }
    return new BehaviorAnalyticsSummary(
        total,
        processed,
        groups.isEmpty() ? 0 : groups.get(0).sessions,
        byType,
        bySource,
        groups.stream().map(Group::first).min(Comparator.naturalOrder()).orElse(null),
        groups.stream().map(Group::last).max(Comparator.naturalOrder()).orElse(null));
  }
}
