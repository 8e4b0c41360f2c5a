package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.ReputationRank.REPUTATION_RANK;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record3;
import org.jooq.SelectConditionStep;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Leaderboards: public records in force of users with a public profile. Records without an end and
 * records with a future end are read separately, since each kind has its own index, and neither
 * index holds past records.
 */
final class Leaderboards {

  private enum Key {
    FIRST,
    NEXT,
    RANK,
    STANDING
  }

  /**
   * The score is null if the user is not on the board, the numbers are null if they are not known.
   */
  private record Counted(@Nullable BigDecimal score, @Nullable Long better, @Nullable Long total) {

    Optional<ReputationStanding> standing(UserId user) {
      return score == null
          ? Optional.empty()
          : Optional.of(
              new ReputationStanding(
                  user, score, Objects.requireNonNull(better) + 1, Objects.requireNonNull(total)));
    }
  }

  private record Line(ReputationRecordId id, UserId userId, BigDecimal score) {}

  /**
   * The maximum number of changed entries to compare; with more, all entries are counted instead.
   */
  private static final int COMPARED = 1_000;

  private static final String BOARD = "board";
  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;
  private static final Field<BigDecimal> SCORE =
      ReputationTimes.of(BOARD, RECORDS.REPUTATION_SCORE);
  private static final Codec<ReputationRecordId> ID_CODEC = Codecs.of(RECORDS.ID);
  private static final Codec<UserId> USER_CODEC = Codecs.of(RECORDS.USER_ID);
  private static final Codec<BigDecimal> SCORE_CODEC = Codecs.of(RECORDS.REPUTATION_SCORE);

  private Leaderboards() {}

  static List<LeaderboardEntry> read(
      RepositoryContext context,
      String operation,
      ScoringCategory category,
      ScoringPeriod period,
      int limit,
      @Nullable LeaderboardEntry after) {
    List<Object> values = new ArrayList<>(List.of(category, period));
    if (after != null) {
      values.add(after.reputationScore());
      values.add(after.recordId());
    }
    values.add((long) Required.rows("limit", limit, PaginationParams.MAX_LIMIT));
    SqlShape shape =
        after == null
            ? context.shapes().get(Key.FIRST, params -> lines(params, false))
            : context.shapes().get(Key.NEXT, params -> lines(params, true));
    return ranked(
        context.executor().list(operation, shape, Leaderboards::line, values.toArray()), after);
  }

  /**
   * Ranks lines after the previous entry: a line's rank is its position, unless its score is tied.
   */
  private static List<LeaderboardEntry> ranked(List<Line> lines, @Nullable LeaderboardEntry after) {
    List<LeaderboardEntry> entries = new ArrayList<>();
    LeaderboardEntry before = after;
    for (Line line : lines) {
      long position = before == null ? 1 : before.position() + 1;
      boolean tied = before != null && before.reputationScore().compareTo(line.score) == 0;
      long rank = tied ? Objects.requireNonNull(before).rank() : position;
      before = new LeaderboardEntry(position, rank, line.userId, line.id, line.score);
      entries.add(before);
    }
    return List.copyOf(entries);
  }

  static Optional<ReputationStanding> standing(
      RepositoryContext context,
      String operation,
      UserId userId,
      ScoringCategory category,
      ScoringPeriod period) {
    SqlShape rank = context.shapes().get(Key.RANK, Leaderboards::rank);
    Optional<Counted> counted =
        context.executor().first(operation, rank, Leaderboards::counted, userId, category, period);
    if (counted.isEmpty() || counted.get().total() != null) {
      return counted.flatMap(found -> found.standing(userId));
    }
    SqlShape shape = context.shapes().get(Key.STANDING, Leaderboards::standing);
    return context
        .executor()
        .first(operation, shape, Leaderboards::counted, category, period, userId)
        .flatMap(found -> found.standing(userId));
  }

  /**
   * Selects a user's rank from the kept counts; no row if the user is not on the board. Binds user,
   * category, and period.
   */
  private static Query rank(Params params) {
    return selectFrom(
        REPUTATION_RANK.call(
            params.value(RECORDS.USER_ID).coerce(SQLDataType.UUID),
            params.value(RECORDS.SCORING_CATEGORY).coerce(SQLDataType.VARCHAR),
            params.value(RECORDS.SCORING_PERIOD).coerce(SQLDataType.VARCHAR),
            inline(COMPARED)));
  }

  private static Query lines(Params params, boolean next) {
    Param<ScoringCategory> category = params.value(RECORDS.SCORING_CATEGORY);
    Param<ScoringPeriod> period = params.value(RECORDS.SCORING_PERIOD);
    Condition seek =
        next
            ? row(RECORDS.REPUTATION_SCORE, RECORDS.ID)
                .lessThan(row(params.value(RECORDS.REPUTATION_SCORE), params.value(RECORDS.ID)))
            : noCondition();
    Param<Long> rows = params.rows();
    Field<ReputationRecordId> id = ReputationTimes.of(BOARD, RECORDS.ID);
    var open =
        withoutEnd(category, period)
            .and(seek)
            .orderBy(RECORDS.REPUTATION_SCORE.desc(), RECORDS.ID.desc())
            .limit(rows);
    var ending =
        ending(category, period)
            .and(seek)
            .orderBy(RECORDS.REPUTATION_SCORE.desc(), RECORDS.ID.desc())
            .limit(rows);
    return select(id, ReputationTimes.of(BOARD, RECORDS.USER_ID), SCORE)
        .from(open.unionAll(ending).asTable(BOARD))
        .orderBy(SCORE.desc(), id.desc())
        .limit(rows);
  }

  /**
   * Counts a user's standing; the score is null if the user is not on the board, which is then not
   * read. Binds category, period, and user.
   */
  private static Query standing(Params params) {
    Param<ScoringCategory> category = params.value(RECORDS.SCORING_CATEGORY);
    Param<ScoringPeriod> period = params.value(RECORDS.SCORING_PERIOD);
    Condition ofUser = RECORDS.USER_ID.eq(params.value(RECORDS.USER_ID));
    Field<BigDecimal> mine = ReputationTimes.of("mine", RECORDS.REPUTATION_SCORE);
    var own =
        name("mine")
            .asMaterialized(
                select(RECORDS.REPUTATION_SCORE)
                    .from(RECORDS)
                    .join(USERS)
                    .on(USERS.ID.eq(RECORDS.USER_ID))
                    .where(onBoard(category, period))
                    .and(ReputationTimes.notEnded(RECORDS, DatabaseClock.statement()))
                    .and(ofUser));
    Field<BigDecimal> score = field(select(mine).from(own));
    return with(own)
        .select(score, count().filterWhere(SCORE.gt(score)), count())
        .from(withoutEnd(category, period).unionAll(ending(category, period)).asTable(BOARD))
        .where(score.isNotNull());
  }

  private static SelectConditionStep<Record3<ReputationRecordId, UserId, BigDecimal>> withoutEnd(
      Param<ScoringCategory> category, Param<ScoringPeriod> period) {
    return board(category, period).and(RECORDS.EFFECTIVE_UNTIL.isNull());
  }

  private static SelectConditionStep<Record3<ReputationRecordId, UserId, BigDecimal>> ending(
      Param<ScoringCategory> category, Param<ScoringPeriod> period) {
    return board(category, period)
        .and(RECORDS.EFFECTIVE_UNTIL.isNotNull())
        .and(RECORDS.EFFECTIVE_UNTIL.gt(DatabaseClock.statement()));
  }

  private static SelectConditionStep<Record3<ReputationRecordId, UserId, BigDecimal>> board(
      Param<ScoringCategory> category, Param<ScoringPeriod> period) {
    return select(RECORDS.ID, RECORDS.USER_ID, RECORDS.REPUTATION_SCORE)
        .from(RECORDS)
        .join(USERS)
        .on(USERS.ID.eq(RECORDS.USER_ID))
        .where(onBoard(category, period));
  }

  private static Condition onBoard(Param<ScoringCategory> category, Param<ScoringPeriod> period) {
    return RECORDS
        .SCORING_CATEGORY
        .eq(category)
        .and(RECORDS.SCORING_PERIOD.eq(period))
        .and(ReputationTimes.begun(RECORDS, DatabaseClock.statement()))
        .and(condition(RECORDS.IS_PUBLIC))
        .and(ReputationTimes.hasPublicProfile());
  }

  private static Line line(Row row) {
    return new Line(
        Objects.requireNonNull(row.read(ID_CODEC, 1)),
        Objects.requireNonNull(row.read(USER_CODEC, 2)),
        Objects.requireNonNull(row.read(SCORE_CODEC, 3)));
  }

  private static Counted counted(Row row) {
    return new Counted(
        row.read(SCORE_CODEC, 1), row.read(Codecs.LONG, 2), row.read(Codecs.LONG, 3));
  }
}
