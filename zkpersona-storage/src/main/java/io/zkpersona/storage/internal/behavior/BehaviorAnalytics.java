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
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;

/**
 * Computes the summary in one statement: grouped by type and source, which leaves few rows to add
 * up in Java, with the distinct sessions counted separately. Counting them inside the groups would
 * rule out a parallel plan. If few rows match, such as a user's, each row is read only once: in a
 * large table they are spread over as many pages.
 */
final class BehaviorAnalytics {

  private record Key(long mask) {}

  private record Group(
      InputType type,
      BehaviorSource source,
      long total,
      long processed,
      Instant first,
      Instant last,
      long sessions) {}

  private static final String SESSION = "session";
  private static final String OPERATION = "behavior_inputs.analytics_summary";
  private static final FilterConditions<BehaviorInputFilter> FILTER =
      BehaviorInputConditions.FILTER;
  private static final Codec<InputType> TYPE = Codecs.of(BEHAVIOR_INPUTS.INPUT_TYPE);
  private static final Codec<BehaviorSource> SOURCE = Codecs.of(BEHAVIOR_INPUTS.SOURCE);

  private BehaviorAnalytics() {}

  static BehaviorAnalyticsSummary summary(RepositoryContext context, BehaviorInputFilter filter) {
    return (RollupAnalytics.serves(filter)
            ? counted(context, filter)
            : Optional.<List<Group>>empty())
        .map(BehaviorAnalytics::sum)
        .orElseGet(() -> exact(context, filter));
  }

  /** Returns the groups from the kept counts; empty if the counts are not in use. */
  private static Optional<List<Group>> counted(
      RepositoryContext context, BehaviorInputFilter filter) {
    RollupAnalytics rollup = new RollupAnalytics(filter);
    List<Optional<Group>> rows =
        context
            .executor()
            .list(
                OPERATION,
                context.shapes().get(rollup.key(), rollup::statement),
                row -> row.read(TYPE, 1) == null ? Optional.empty() : Optional.of(group(row)),
                rollup.values().toArray());
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(rows.stream().flatMap(Optional::stream).toList());
  }

  private static BehaviorAnalyticsSummary exact(
      RepositoryContext context, BehaviorInputFilter filter) {
    long mask = FILTER.mask(filter);
    boolean few = matchesFew(filter);
    SqlShape shape =
        context
            .shapes()
            .get(new Key(mask), params -> few ? ofFew(mask, params) : ofMany(mask, params));
    List<Object> values = new ArrayList<>(FILTER.values(filter));
    if (!few) {
      values.addAll(sessionValues(filter));
    }
    List<Group> groups =
        context.executor().list(OPERATION, shape, BehaviorAnalytics::group, values.toArray());
    return sum(groups);
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

  /** Builds the query for few rows. Binds the filter's values, once. */
  private static Query ofFew(long mask, Params params) {
    var matching =
        name("matching")
            .asMaterialized(
                select(
                        BEHAVIOR_INPUTS.INPUT_TYPE,
                        BEHAVIOR_INPUTS.SOURCE,
                        BEHAVIOR_INPUTS.PROCESSED,
                        BEHAVIOR_INPUTS.TIMESTAMP,
                        ActivityCounts.SESSION.as(SESSION))
                    .from(BEHAVIOR_INPUTS)
                    .where(FILTER.conditions(mask, params)));
    Field<InputType> type = columnOf(matching, BEHAVIOR_INPUTS.INPUT_TYPE);
    Field<BehaviorSource> source = columnOf(matching, BEHAVIOR_INPUTS.SOURCE);
    Field<Instant> time = columnOf(matching, BEHAVIOR_INPUTS.TIMESTAMP);
    Field<Boolean> processed = columnOf(matching, BEHAVIOR_INPUTS.PROCESSED);
    return with(matching)
        .select(
            type,
            source,
            count(),
            count().filterWhere(processed),
            min(time),
            max(time),
            field(select(countDistinct(matching.field(SESSION))).from(matching)))
        .from(matching)
        .groupBy(type, source);
  }

  /** Builds the query for many rows. Binds the filter's values, then those of its sessions. */
  private static Query ofMany(long mask, Params params) {
    return select(
            BEHAVIOR_INPUTS.INPUT_TYPE,
            BEHAVIOR_INPUTS.SOURCE,
            count(),
            count().filterWhere(BEHAVIOR_INPUTS.PROCESSED),
            min(BEHAVIOR_INPUTS.TIMESTAMP),
            max(BEHAVIOR_INPUTS.TIMESTAMP),
            sessionsOfMany(mask, params))
        .from(BEHAVIOR_INPUTS)
        .where(FILTER.conditions(mask, params))
        .groupBy(BEHAVIOR_INPUTS.INPUT_TYPE, BEHAVIOR_INPUTS.SOURCE);
  }

  /**
   * Returns the number of distinct sessions, identified by session id or, for inputs without one,
   * by free text.
   */
  static Field<Integer> sessions(BehaviorInputFilter filter, Params params) {
    long mask = FILTER.mask(filter);
    return matchesFew(filter)
        ? field(
            select(countDistinct(ActivityCounts.SESSION))
                .from(BEHAVIOR_INPUTS)
                .where(FILTER.conditions(mask, params)))
        : sessionsOfMany(mask, params);
  }

  /** Returns the values that {@link #sessions} binds. */
  static List<Object> sessionValues(BehaviorInputFilter filter) {
    List<Object> values = new ArrayList<>(FILTER.values(filter));
    if (!matchesFew(filter)) {
      values.addAll(FILTER.values(filter));
    }
    return values;
  }

  /**
   * Counts the sessions of many rows. Binds the filter's values, twice. Session ids and free texts
   * are made distinct separately: without a filter an index-only scan does that for each, in a
   * quarter of the time of one expression over both.
   */
  private static Field<Integer> sessionsOfMany(long mask, Params params) {
    var attached =
        selectDistinct(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID)
            .from(BEHAVIOR_INPUTS)
            .where(FILTER.conditions(mask, params))
            .and(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.isNotNull())
            .asTable("attached");
    var unattached =
        selectDistinct(BEHAVIOR_INPUTS.SESSION_ID)
            .from(BEHAVIOR_INPUTS)
            .where(FILTER.conditions(mask, params))
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

  private static Group group(Row row) {
    return new Group(
        read(row, TYPE, 1),
        read(row, SOURCE, 2),
        read(row, Codecs.LONG, 3),
        read(row, Codecs.LONG, 4),
        read(row, Codecs.INSTANT, 5),
        read(row, Codecs.INSTANT, 6),
        read(row, Codecs.LONG, 7));
  }

  private static <T> T read(Row row, Codec<T> codec, int position) {
    return Objects.requireNonNull(row.read(codec, position));
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
