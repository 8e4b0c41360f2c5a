package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.Builtins.min;
import static io.zkpersona.storage.internal.query.Builtins.unnest;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.storage.internal.bulk.Written;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/**
 * The statement that records many scores; its first part locks the users. Rows of one chain start
 * one microsecond apart. The last of them starts now; or, if the record before started within these
 * microseconds, all of them follow it, since inserting them takes longer than that. The chain is
 * looked up for each row rather than joined: the planner does not know how many rows there are, and
 * might compare each with each.
 */
final class ReputationBulkStatement {

  /**
   * Records to write.
   *
   * @param positions the index of each row among the rows of its chain, from 0
   * @param following the number of rows of its chain after each row
   * @param actor the modifier of the records that end; null clears it
   */
  record Placed(
      List<ReputationRecord> rows,
      List<Integer> positions,
      List<Integer> following,
      @Nullable ActorId actor) {

    Set<UserId> users() {
      Set<UserId> users = new LinkedHashSet<>();
      rows.forEach(row -> users.add(row.userId()));
      return users;
    }

    <T> List<@Nullable T> column(Column<ReputationRecord, T> column) {
      List<@Nullable T> values = new ArrayList<>(rows.size());
      rows.forEach(row -> values.add(column.valueOf(row)));
      return values;
    }
  }

  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;
  private static final ReputationRecords CHAIN = RECORDS.as("chain");

  private static final String GIVEN = "given";
  private static final String MOMENT = "moment";
  private static final String LATEST = "latest";
  private static final String PLANNED = "planned";
  private static final String PLACED = "placed";

  /** The index of a row among the rows of its chain, from 0. */
  private static final Field<Integer> POSITION = field(name("position"), SQLDataType.INTEGER);

  /** The number of rows of its chain after it. */
  private static final Field<Integer> FOLLOWING = field(name("following"), SQLDataType.INTEGER);

  private static final Field<Instant> CLOCK = field(name("clock"), SQLDataType.INSTANT);

  /** When the first row of the chain starts. */
  private static final Field<Instant> START = field(name("start"), SQLDataType.INSTANT);

  /** When the planned record after all of them starts. */
  private static final Field<Instant> NEXT = field(name("next"), SQLDataType.INSTANT);

  private static final Field<ReputationRecordId> BEFORE =
      field(name("before"), RECORDS.ID.getDataType());
  private static final Field<BigDecimal> SCORE_BEFORE =
      field(name("score_before"), RECORDS.REPUTATION_SCORE.getDataType());

  /** Writes the records; returns the number of inserted rows and of ended records. */
  static final Statement<Placed, Written> RECORD_ALL =
      Statement.<Placed, Written>inParts(
              ReputationRecordTable.TABLE.operation("record_all"),
              (in, out) -> List.of(locking(in), recording(in, out)))
          .plannedEachTime();

  private ReputationBulkStatement() {}

  /** Locks users in the order of their ids, so that concurrent callers do not deadlock. */
  private static Query locking(Parameters<Placed> in) {
    return select(USERS.ID)
        .from(USERS)
        .where(USERS.ID.eq(any(in.array(USERS.ID, Placed::users))))
        .orderBy(USERS.ID)
        .forNoKeyUpdate();
  }

  private static Query recording(Parameters<Placed> in, Results<Written> out) {
    List<Field<?>> arrays = new ArrayList<>();
    ReputationChain.WRITTEN.forEach(column -> arrays.add(elements(in, column)));
    arrays.add(elements(in, POSITION, Placed::positions));
    arrays.add(elements(in, FOLLOWING, Placed::following));
    Table<?> placed = table(name(PLACED));
    Field<Instant> start = in(PLACED, START);
    var closed =
        name("closed")
            .as(
                update(RECORDS)
                    .set(RECORDS.EFFECTIVE_UNTIL, start)
                    .set(AuditUpdate.of(in, RECORDS.MTIME, RECORDS.MID, Placed::actor))
                    .from(placed)
                    .where(RECORDS.ID.eq(in(PLACED, BEFORE)))
                    .and(in(PLACED, POSITION).eq(inline(0)))
                    .and(ReputationTimes.notEnded(RECORDS, start))
                    .returning(RECORDS.ID));
    // Counted before the first row is inserted, so that all records have ended by then, as the
    // exclusion constraint requires.
    Field<Integer> ended = field(select(count()).from(closed));
    Map<Field<?>, Field<?>> inserted = inserted();
    List<SelectField<?>> selected = List.copyOf(inserted.values());
    var stored =
        name("stored")
            .as(
                insertInto(RECORDS)
                    .columns(inserted.keySet())
                    .select(select(selected).from(placed).where(ended.ge(inline(0))))
                    .returning(RECORDS.ID));
    var insertedRows = out.column(field(select(count()).from(stored)), Codecs.LONG);
    var updatedRows = out.column(ended, Codecs.LONG);
    out.as(row -> new Written(row.get(insertedRows), row.get(updatedRows), 0));
    return with(name(GIVEN).as(select(arrays)))
        .with(name(MOMENT).as(select(DatabaseClock.statement().as(CLOCK))))
        .with(placed())
        .with(closed)
        .with(stored)
        .select(out.fields());
  }

  private static <T> Field<T> elements(Parameters<Placed> in, Column<ReputationRecord, T> column) {
    return elements(in, column.field(), placed -> placed.column(column));
  }

  private static <T> Field<T> elements(
      Parameters<Placed> in, Field<T> field, Function<Placed, List<@Nullable T>> values) {
    return unnest(in.array(field, values), field.getDataType()).as(field.getName());
  }

  /** Selects the rows, each with its chain's latest record and the next planned one. */
  private static CommonTableExpression<?> placed() {
    Field<Instant> clock = in(MOMENT, CLOCK);
    Field<Instant> begun = in(LATEST, RECORDS.EFFECTIVE_FROM);
    Field<Integer> others = in(GIVEN, POSITION).plus(in(GIVEN, FOLLOWING));
    Table<?> latest =
        select(CHAIN.ID, CHAIN.REPUTATION_SCORE, CHAIN.EFFECTIVE_FROM)
            .from(CHAIN)
            .where(ofGiven())
            .and(ReputationTimes.begun(CHAIN, clock))
            .orderBy(CHAIN.EFFECTIVE_FROM.desc())
            .limit(inline(1))
            .asTable(LATEST);
    Table<?> planned =
        select(min(CHAIN.EFFECTIVE_FROM).as(NEXT))
            .from(CHAIN)
            .where(ofGiven())
            .and(ReputationTimes.isActive(CHAIN))
            .and(CHAIN.EFFECTIVE_FROM.gt(clock))
            .asTable(PLANNED);
    List<SelectField<?>> columns = new ArrayList<>();
    ReputationChain.WRITTEN.forEach(column -> columns.add(in(GIVEN, column.field())));
    columns.addAll(
        List.of(
            in(GIVEN, POSITION),
            in(GIVEN, FOLLOWING),
            in(LATEST, RECORDS.ID).as(BEFORE),
            in(LATEST, RECORDS.REPUTATION_SCORE).as(SCORE_BEFORE),
            greatest(later(clock, others.neg()), later(begun, inline(1))).as(START),
            in(PLANNED, NEXT)));
    return name(PLACED)
        .as(
            select(columns)
                .from(table(name(GIVEN)))
                .crossJoin(table(name(MOMENT)))
                .leftJoin(lateral(latest))
                .on(trueCondition())
                .crossJoin(lateral(planned)));
  }

  private static Condition ofGiven() {
    return CHAIN
        .USER_ID
        .eq(in(GIVEN, RECORDS.USER_ID))
        .and(CHAIN.SCORING_CATEGORY.eq(in(GIVEN, RECORDS.SCORING_CATEGORY)))
        .and(CHAIN.SCORING_PERIOD.eq(in(GIVEN, RECORDS.SCORING_PERIOD)));
  }

  private static Map<Field<?>, Field<?>> inserted() {
    Map<Field<?>, Field<?>> inserted = new LinkedHashMap<>();
    ReputationChain.WRITTEN.forEach(
        column -> inserted.put(column.field(), in(PLACED, column.field())));
    Field<BigDecimal> before = in(PLACED, SCORE_BEFORE);
    inserted.put(RECORDS.PREVIOUS_SCORE, coalesce(in(PLACED, RECORDS.PREVIOUS_SCORE), before));
    inserted.put(
        RECORDS.SCORE_CHANGE,
        coalesce(
            in(PLACED, RECORDS.SCORE_CHANGE), in(PLACED, RECORDS.REPUTATION_SCORE).minus(before)));
    Field<Instant> from = later(in(PLACED, START), in(PLACED, POSITION));
    inserted.put(RECORDS.EFFECTIVE_FROM, from);
    inserted.put(
        RECORDS.EFFECTIVE_UNTIL,
        when(in(PLACED, FOLLOWING).eq(inline(0)), in(PLACED, NEXT))
            .otherwise(later(from, inline(1))));
    return inserted;
  }

  private static Field<Instant> later(Field<Instant> time, Field<Integer> micros) {
    return time.add(inline(new DayToSecond(0, 0, 0, 0, 1_000)).mul(micros));
  }

  private static <T> Field<T> in(String table, Field<T> column) {
    return ReputationTimes.of(table, column);
  }
}
