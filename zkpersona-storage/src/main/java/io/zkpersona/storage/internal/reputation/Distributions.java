package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.Builtins.sum;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static org.jooq.impl.DSL.floor;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.reputation.ReputationDistribution;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;

/** Counts the scores in force at an instant by range; reads all records of the board. */
final class Distributions {

  private record Board(ScoringCategory category, ScoringPeriod period, Instant at) {}

  private record Range(int index, long count, BigDecimal sum) {}

  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;
  private static final int MEAN_DECIMALS = 4;

  private static final Statement<Board, Range> RANGES =
      Statement.of(ReputationRecordTable.TABLE.operation("distribution"), Distributions::counting);

  private Distributions() {}

  static ReputationDistribution of(
      RepositoryContext context, ScoringCategory category, ScoringPeriod period, Instant at) {
    List<Long> counts = new ArrayList<>(Collections.nCopies(ReputationDistribution.RANGES, 0L));
    BigDecimal sum = BigDecimal.ZERO;
    long total = 0;
    for (Range range : context.reader().list(RANGES, new Board(category, period, at))) {
      counts.set(range.index, range.count);
      sum = sum.add(range.sum);
      total += range.count;
    }
    return new ReputationDistribution(
        at,
        counts,
        total == 0
            ? null
            : sum.divide(BigDecimal.valueOf(total), MEAN_DECIMALS, RoundingMode.HALF_UP));
  }

  private static Query counting(Parameters<Board> in, Results<Range> out) {
    // A score of 100 belongs to the last range.
    Field<Integer> range =
        least(
            floor(RECORDS.REPUTATION_SCORE.div(inline(BigDecimal.TEN))).cast(SQLDataType.INTEGER),
            inline(ReputationDistribution.RANGES - 1));
    Field<Instant> at = in.value(RECORDS.EFFECTIVE_FROM, Board::at);
    var index = out.column(range);
    var count = out.column(count(), Codecs.LONG);
    var sum = out.column(sum(RECORDS.REPUTATION_SCORE));
    out.as(row -> new Range(row.get(index), row.get(count), row.get(sum)));
    return select(out.fields())
        .from(RECORDS)
        .where(RECORDS.SCORING_CATEGORY.eq(in.value(RECORDS.SCORING_CATEGORY, Board::category)))
        .and(RECORDS.SCORING_PERIOD.eq(in.value(RECORDS.SCORING_PERIOD, Board::period)))
        .and(ReputationTimes.begun(RECORDS, at))
        .and(ReputationTimes.notEnded(RECORDS, at))
        .groupBy(range);
  }
}
