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

import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.Keys;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.time.Instant;
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
 * Replaces the record in force with a new one. The user's row is locked first, in a part of its
 * own, so that the next part sees the rows of previous lock holders and a clock later than theirs.
 */
final class ReputationChain {

  /** A chain of records, each of which ends where the next one starts. */
  record Key(UserId user, ScoringCategory category, ScoringPeriod period) {

    static Key of(ReputationRecord record) {
      return new Key(record.userId(), record.scoringCategory(), record.scoringPeriod());
    }
  }

  private record Recorded(ReputationRecord record, @Nullable ActorId actor) {}

  private static final EntityTable<ReputationRecord, ReputationRecordId> ENTITY =
      ReputationRecordTable.TABLE;
  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;

  /** All columns except the times that the database sets. */
  static final List<Column<ReputationRecord, ?>> WRITTEN =
      ENTITY.columns().stream()
          .filter(column -> column != ENTITY.audit().createdAt())
          .filter(column -> column != ENTITY.audit().modifiedAt())
          .toList();

  private static final String OF_USER =
      Keys.REPUTATION_RECORDS__REPUTATION_RECORDS_USER_ID_FKEY.getName();
  private static final Field<Instant> CLOCK = field(name("moment", "clock"), SQLDataType.INSTANT);
  private static final Field<Instant> START = field(name("before", "start"), SQLDataType.INSTANT);

  private static final Statement<Recorded, ReputationRecord> RECORD =
      Statement.<Recorded, ReputationRecord>inParts(
              ENTITY.operation("record"),
              (in, out) -> {
                out.as(out.entity(ENTITY));
                return List.of(locking(in), recording(in));
              })
          .concerning(recorded -> recorded.record.userId());

  private ReputationChain() {}

  static ReputationRecord record(RepositoryContext context, RecordReputationRequest request) {
    ReputationRecord written = ENTITY.createdBy(context.actor(), unplaced(request));
    SqlExecutor executor = context.executor();
    try {
      return executor
          .inserting(
              ENTITY.entityType(),
              () -> List.of(written.id().value()),
              () -> executor.first(RECORD, new Recorded(written, context.actor())))
          .orElseThrow();
    } catch (MissingReferenceException e) {
      throw isOfUser(e) ? new UserNotFoundException(request.userId().value()) : e;
    }
  }

  /** Tells whether a record was rejected because its user does not exist. */
  static boolean isOfUser(MissingReferenceException refused) {
    return refused.constraint().filter(OF_USER::equals).isPresent();
  }

  private static Query locking(Parameters<Recorded> in) {
    return select(USERS.ID)
        .from(USERS)
        .where(USERS.ID.eq(in.value(USERS.ID, recorded -> recorded.record.userId())))
        .forNoKeyUpdate();
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

  /**
   * Builds the statement. It reads the clock and the latest record that has begun, ends that record
   * unless it has ended, and inserts the new one from that end until the next planned record, if
   * any. The insert reads the result of the update and so runs after it, as the exclusion
   * constraint requires.
   */
  private static Query recording(Parameters<Recorded> in) {
    Map<Field<?>, Field<?>> inserted = new LinkedHashMap<>();
    WRITTEN.forEach(column -> inserted.put(column.field(), written(in, column)));
    Condition chain =
        same(inserted, RECORDS.USER_ID)
            .and(same(inserted, RECORDS.SCORING_CATEGORY))
            .and(same(inserted, RECORDS.SCORING_PERIOD));

    var moment =
        name("moment").as(select(DatabaseClock.statement().as(CLOCK.getUnqualifiedName())));
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
                    .set(AuditUpdate.of(in, RECORDS.MTIME, RECORDS.MID, Recorded::actor))
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
                .on(ReputationTimes.of("closed", RECORDS.ID).eq(beforeId))
                .where(DatabaseClock.runs()))
        .returning(ENTITY.fields());
  }

  private static <T> Field<T> written(Parameters<Recorded> in, Column<ReputationRecord, T> column) {
    return in.value(column.field(), recorded -> column.valueOf(recorded.record));
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
