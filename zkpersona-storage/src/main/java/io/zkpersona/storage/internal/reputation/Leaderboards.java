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
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.ResultColumn;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.RowLimit;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
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

  /**
   * A part of a board.
   *
   * @param after the entry before the first one to return; null to begin at the top
   */
  private record Part(
      ScoringCategory category,
      ScoringPeriod period,
      long limit,
      @Nullable LeaderboardEntry after) {

    LeaderboardEntry last() {
      return Objects.requireNonNull(after);
    }
  }

  /** The variant of a part. */
  private record Shape(boolean next, RowLimit limit) {}

  /** A user on a board. */
  private record Place(UserId user, ScoringCategory category, ScoringPeriod period) {}

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

  /** Entries are read in the order of an index, whatever the category, period and position are. */
  private static final boolean SAME_PLAN = true;

  /** Stands for all limits that are not part of the text. */
  private static final RowLimit BOUND = new RowLimit(PaginationParams.MAX_LIMIT, SAME_PLAN);

  private static final String BOARD = "board";
  private static final EntityTable<ReputationRecord, ReputationRecordId> ENTITY =
      ReputationRecordTable.TABLE;
  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;
  private static final Field<BigDecimal> SCORE =
      ReputationTimes.of(BOARD, RECORDS.REPUTATION_SCORE);

  private static final Variants<Shape, Part, Line> LINES =
      Variants.of(ENTITY.operation("leaderboard"), Leaderboards::lines);

  /** Selects a user's rank from the kept counts; no row if the user is not on the board. */
  private static final Statement<Place, Counted> RANK =
      Statement.of(
          ENTITY.operation("standing"),
          (in, out) -> {
            var score = out.column(REPUTATION_RANK.SCORE);
            var better = out.column(REPUTATION_RANK.BETTER);
            var total = out.column(REPUTATION_RANK.TOTAL);
            out.as(row -> counted(row, score, better, total));
            return selectFrom(
                REPUTATION_RANK.call(
                    in.value(RECORDS.USER_ID, Place::user).coerce(SQLDataType.UUID),
                    in.value(RECORDS.SCORING_CATEGORY, Place::category).coerce(SQLDataType.VARCHAR),
                    in.value(RECORDS.SCORING_PERIOD, Place::period).coerce(SQLDataType.VARCHAR),
                    inline(COMPARED)));
          });

  private static final Statement<Place, Counted> STANDING =
      Statement.of(ENTITY.operation("standing"), Leaderboards::standing);

  private Leaderboards() {}

  static List<LeaderboardEntry> read(
      RepositoryContext context,
      ScoringCategory category,
      ScoringPeriod period,
      int limit,
      @Nullable LeaderboardEntry after) {
    RowLimit rows =
        new RowLimit(Required.rows("limit", limit, PaginationParams.MAX_LIMIT), SAME_PLAN);
    Shape shape = new Shape(after != null, rows.isInText() ? rows : BOUND);
    Part part = new Part(category, period, rows.rows(), after);
    return ranked(context.reader().list(LINES.of(shape), part), after);
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
      RepositoryContext context, UserId userId, ScoringCategory category, ScoringPeriod period) {
    Place place = new Place(userId, category, period);
    Optional<Counted> counted = context.reader().first(RANK, place);
    if (counted.isPresent() && counted.get().total() == null) {
      counted = context.reader().first(STANDING, place);
    }
    return counted.flatMap(found -> found.standing(userId));
  }

  private static Query lines(Shape shape, Parameters<Part> in, Results<Line> out) {
    Param<ScoringCategory> category = in.value(RECORDS.SCORING_CATEGORY, Part::category);
    Param<ScoringPeriod> period = in.value(RECORDS.SCORING_PERIOD, Part::period);
    Condition seek =
        shape.next
            ? row(RECORDS.REPUTATION_SCORE, RECORDS.ID)
                .lessThan(
                    row(
                        in.value(RECORDS.REPUTATION_SCORE, part -> part.last().reputationScore()),
                        in.value(RECORDS.ID, part -> part.last().recordId())))
            : noCondition();
    Field<Long> rows = shape.limit.field(in, Part::limit);
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
    Field<ReputationRecordId> boardId = ReputationTimes.of(BOARD, RECORDS.ID);
    var id = out.column(boardId);
    var user = out.column(ReputationTimes.of(BOARD, RECORDS.USER_ID));
    var score = out.column(SCORE);
    out.as(row -> new Line(row.get(id), row.get(user), row.get(score)));
    return select(out.fields())
        .from(open.unionAll(ending).asTable(BOARD))
        .orderBy(SCORE.desc(), boardId.desc())
        .limit(rows);
  }

  /**
   * Counts a user's standing; the score is null if the user is not on the board, which is then not
   * read.
   */
  private static Query standing(Parameters<Place> in, Results<Counted> out) {
    Param<ScoringCategory> category = in.value(RECORDS.SCORING_CATEGORY, Place::category);
    Param<ScoringPeriod> period = in.value(RECORDS.SCORING_PERIOD, Place::period);
    Condition ofUser = RECORDS.USER_ID.eq(in.value(RECORDS.USER_ID, Place::user));
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
    var scored = out.column(score);
    var better = out.column(count().filterWhere(SCORE.gt(score)), Codecs.LONG);
    var total = out.column(count(), Codecs.LONG);
    out.as(row -> counted(row, scored, better, total));
    return with(own)
        .select(out.fields())
        .from(withoutEnd(category, period).unionAll(ending(category, period)).asTable(BOARD))
        .where(score.isNotNull());
  }

  private static Counted counted(
      Row row,
      ResultColumn<BigDecimal> score,
      ResultColumn<Long> better,
      ResultColumn<Long> total) {
    return new Counted(row.getNullable(score), row.getNullable(better), row.getNullable(total));
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
}
