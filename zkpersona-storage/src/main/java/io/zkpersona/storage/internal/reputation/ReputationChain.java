package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.query.Builtins.min;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectField;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the record in force with a new one. The user's row is locked first, in a separate
 * statement, so that the next statement sees the rows of previous lock holders and a clock later
 * than theirs.
 */
final class ReputationChain {

  private enum Key {
    LOCK_USER,
    RECORD
  }

  private static final EntityTable<ReputationRecord, ReputationRecordId> ENTITY =
      ReputationRecordTable.TABLE;
  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;

  /** All columns except the times that the database sets. */
  static final List<Column<ReputationRecord, ?>> WRITTEN =
      ENTITY.columns().stream()
          .filter(column -> column != ENTITY.audit().createdAt())
          .filter(column -> column != ENTITY.audit().modifiedAt())
          .toList();

  private static final Field<Instant> CLOCK = field(name("moment", "clock"), SQLDataType.INSTANT);
  private static final Field<Instant> START = field(name("before", "start"), SQLDataType.INSTANT);

  private ReputationChain() {}

  static ReputationRecord record(
      RepositoryContext context, String operation, RecordReputationRequest request) {
    return context
        .executor()
        .atomically(
            operation,
            tx -> {
              lockUser(context, tx, request.userId());
              ReputationRecord written = ENTITY.createdBy(context.actor(), unplaced(request));
              return tx.inserting(
                      ENTITY.entityType(),
                      () -> List.of(written.id().value()),
                      () ->
                          tx.first(
                              operation, shape(context), ENTITY.reader(), values(context, written)))
                  .orElseThrow();
            });
  }

  private static void lockUser(RepositoryContext context, SqlExecutor tx, UserId userId) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.LOCK_USER,
                params ->
                    select(USERS.ID)
                        .from(USERS)
                        .where(USERS.ID.eq(params.value(USERS.ID)))
                        .forNoKeyUpdate());
    if (tx.first("lock_user", shape, row -> true, userId).isEmpty()) {
      throw new UserNotFoundException(userId.value());
    }
  }

  private static @Nullable Object[] values(RepositoryContext context, ReputationRecord written) {
    List<@Nullable Object> values = new ArrayList<>();
    WRITTEN.forEach(column -> values.add(column.valueOf(written)));
    values.add(context.actor());
    return values.toArray();
  }

  /**
   * Creates the record without the values that the chain determines: times, previous score, change.
   */
  static ReputationRecord unplaced(RecordReputationRequest request) {
    return ReputationRecord.builder()
        .userId(request.userId())
        .zkProofId(request.zkProofId())
        .scoringResultId(request.scoringResultId())
        .reputationScore(request.reputationScore())
        .confidenceLevel(request.confidenceLevel())
        .scoringCategory(request.scoringCategory())
        .scoringPeriod(request.scoringPeriod())
        .weight(request.weight())
        .contributingFactors(request.contributingFactors())
        .reputationBadges(request.reputationBadges())
        .peerValidations(request.peerValidations())
        .calculationMethod(request.calculationMethod())
        .verified(request.verified())
        .isPublic(request.isPublic())
        .build();
  }

  private static SqlShape shape(RepositoryContext context) {
    return context.shapes().get(Key.RECORD, ReputationChain::statement);
  }

  /**
   * Builds the statement. It reads the clock and the latest record that has begun, ends that record
   * unless it has ended, and inserts the new one from that end until the next planned record, if
   * any. The insert reads the result of the update and so runs after it, as the exclusion
   * constraint requires.
   */
  private static Query statement(Params params) {
    Map<Field<?>, Field<?>> inserted = new LinkedHashMap<>();
    WRITTEN.forEach(column -> inserted.put(column.field(), params.value(column.field())));
    Condition chain =
        same(inserted, RECORDS.USER_ID)
            .and(same(inserted, RECORDS.SCORING_CATEGORY))
            .and(same(inserted, RECORDS.SCORING_PERIOD));

    var moment = name("moment").as(select(DatabaseClock.reading().as(CLOCK.getUnqualifiedName())));
    Field<Instant> clock = field(select(CLOCK).from(moment));
    var before =
        name("before")
            .as(
                select(
                        RECORDS.ID,
                        RECORDS.REPUTATION_SCORE,
                        greatest(clock, microsecondAfter(RECORDS.EFFECTIVE_FROM))
                            .as(START.getUnqualifiedName()))
                    .from(RECORDS)
                    .where(chain)
                    .and(ReputationTimes.begun(RECORDS, clock))
                    .orderBy(RECORDS.EFFECTIVE_FROM.desc())
                    .limit(inline(1)));
    Field<ReputationRecordId> beforeId = ReputationTimes.of("before", RECORDS.ID);
    var closed =
        name("closed")
            .as(
                update(RECORDS)
                    .set(RECORDS.EFFECTIVE_UNTIL, START)
                    .set(Touch.of(params, RECORDS.MTIME, RECORDS.MID))
                    .from(before)
                    .where(RECORDS.ID.eq(beforeId))
                    .and(ReputationTimes.notEnded(RECORDS, START))
                    .returning(RECORDS.ID));

    Field<Instant> start = coalesce(START, CLOCK);
    var score = ReputationTimes.of("before", RECORDS.REPUTATION_SCORE);
    inserted.put(RECORDS.PREVIOUS_SCORE, score);
    inserted.put(RECORDS.SCORE_CHANGE, typed(inserted, RECORDS.REPUTATION_SCORE).minus(score));
    inserted.put(RECORDS.EFFECTIVE_FROM, start);
    inserted.put(
        RECORDS.EFFECTIVE_UNTIL,
        field(
            select(min(RECORDS.EFFECTIVE_FROM))
                .from(RECORDS)
                .where(chain)
                .and(ReputationTimes.isActive(RECORDS))
                .and(RECORDS.EFFECTIVE_FROM.gt(start))));
    List<SelectField<?>> selected = List.copyOf(inserted.values());
    return with(moment)
        .with(before)
        .with(closed)
        .insertInto(RECORDS)
        .columns(inserted.keySet())
        .select(
            select(selected)
                .from(moment)
                .leftJoin(before)
                .on(trueCondition())
                .leftJoin(closed)
                .on(ReputationTimes.of("closed", RECORDS.ID).eq(beforeId)))
        .returning(ENTITY.fields());
  }

  private static <T> Condition same(Map<Field<?>, Field<?>> given, Field<T> column) {
    return column.eq(typed(given, column));
  }

  @SuppressWarnings("unchecked") // each column has a parameter of its own type
  private static <T> Field<T> typed(Map<Field<?>, Field<?>> given, Field<T> column) {
    return (Field<T>) Objects.requireNonNull(given.get(column));
  }

  private static Field<Instant> microsecondAfter(Field<Instant> time) {
    return time.add(inline(new DayToSecond(0, 0, 0, 0, 1_000)));
  }
}
