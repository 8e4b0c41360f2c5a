package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.reputation.UserReputationSummary;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/**
 * Computes a user's summary in two statements: the records in force, and the figures with the
 * trend. The public view checks in both statements which records are public and whether the profile
 * is, so that data made private between the two is not shown.
 */
final class ReputationSummaries {

  /** The audience of a summary. */
  enum View {
    OWN,
    PUBLIC
  }

  private enum Kind {
    IN_FORCE,
    FIGURES
  }

  private record Key(Kind kind, View view) {}

  private record InForce(
      ScoringCategory category, BigDecimal score, Json badges, Instant effectiveFrom) {}

  /** The figures, which every row has, and a trend point, which may be missing. */
  private record Figures(long totalProofs, long verifiedProofs, @Nullable TrendPoint point) {}

  private static final int TREND_POINTS = 100;
  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;
  private static final Codec<ScoringCategory> CATEGORY = Codecs.of(RECORDS.SCORING_CATEGORY);
  private static final Codec<BigDecimal> SCORE = Codecs.of(RECORDS.REPUTATION_SCORE);
  private static final Codec<Json> BADGES = Codecs.of(RECORDS.REPUTATION_BADGES);

  private ReputationSummaries() {}

  /** Returns the summary; empty if the user does not exist, or is not public in the public view. */
  static Optional<UserReputationSummary> summary(
      RepositoryContext context, String operation, UserId userId, View view) {
    SqlExecutor executor = context.executor();
    List<Figures> figures =
        executor.list(
            operation + "_figures",
            context.shapes().get(new Key(Kind.FIGURES, view), params -> figures(params, view)),
            ReputationSummaries::figures,
            userId);
    if (figures.isEmpty()) {
      return Optional.empty();
    }
    List<InForce> inForce =
        executor.list(
            operation + "_in_force",
            context.shapes().get(new Key(Kind.IN_FORCE, view), params -> inForce(params, view)),
            ReputationSummaries::inForce,
            userId);
    return Optional.of(summary(userId, figures, inForce));
  }

  private static Query inForce(Params params, View view) {
    return select(
            RECORDS.SCORING_CATEGORY,
            RECORDS.REPUTATION_SCORE,
            RECORDS.REPUTATION_BADGES,
            RECORDS.EFFECTIVE_FROM)
        .from(RECORDS)
        .join(USERS)
        .on(USERS.ID.eq(RECORDS.USER_ID))
        .where(begun(params.value(RECORDS.USER_ID), view))
        .and(ReputationTimes.notEnded(RECORDS, DatabaseClock.statement()))
        .and(user(view));
  }

  private static Query figures(Params params, View view) {
    Param<UserId> userId = params.value(RECORDS.USER_ID);
    var trend =
        select(RECORDS.EFFECTIVE_FROM, RECORDS.REPUTATION_SCORE, RECORDS.SCORING_CATEGORY)
            .from(RECORDS)
            .where(begun(userId, view))
            .orderBy(RECORDS.EFFECTIVE_FROM.desc(), RECORDS.ID.desc())
            .limit(inline(TREND_POINTS))
            .asTable("trend");
    Field<Integer> total = count().as("total");
    Field<Integer> verified =
        count()
            .filterWhere(
                ZK_PROOFS.VERIFICATION_STATUS.eq(
                    inline(VerificationStatus.VERIFIED, ZK_PROOFS.VERIFICATION_STATUS)))
            .as("verified");
    var proofs =
        select(total, verified).from(ZK_PROOFS).where(counted(userId, view)).asTable("proofs");
    return select(
            ReputationTimes.of("proofs", total),
            ReputationTimes.of("proofs", verified),
            ReputationTimes.of("trend", RECORDS.EFFECTIVE_FROM),
            ReputationTimes.of("trend", RECORDS.REPUTATION_SCORE),
            ReputationTimes.of("trend", RECORDS.SCORING_CATEGORY))
        .from(USERS)
        .crossJoin(proofs)
        .leftJoin(trend)
        .on(trueCondition())
        .where(USERS.ID.eq(userId))
        .and(user(view));
  }

  /**
   * Returns the condition for a user's proofs; in the public view, for proofs behind public
   * records.
   */
  private static Condition counted(Param<UserId> userId, View view) {
    return view == View.OWN
        ? ZK_PROOFS.USER_ID.eq(userId)
        : ZK_PROOFS.ID.in(select(RECORDS.ZK_PROOF_ID).from(RECORDS).where(begun(userId, view)));
  }

  private static Condition begun(Param<UserId> userId, View view) {
    Condition begun =
        RECORDS
            .USER_ID
            .eq(userId)
            .and(RECORDS.SCORING_PERIOD.eq(inline(ScoringPeriod.CURRENT, RECORDS.SCORING_PERIOD)))
            .and(ReputationTimes.begun(RECORDS, DatabaseClock.statement()));
    return view == View.OWN ? begun : begun.and(ReputationTimes.isPublic());
  }

  private static Condition user(View view) {
    return view == View.OWN ? noCondition() : ReputationTimes.hasPublicProfile();
  }

  private static InForce inForce(Row row) {
    return new InForce(
        read(row, CATEGORY, 1),
        read(row, SCORE, 2),
        read(row, BADGES, 3),
        read(row, Codecs.INSTANT, 4));
  }

  private static Figures figures(Row row) {
    Instant from = row.read(Codecs.INSTANT, 3);
    return new Figures(
        read(row, Codecs.LONG, 1),
        read(row, Codecs.LONG, 2),
        from == null ? null : new TrendPoint(from, read(row, SCORE, 4), read(row, CATEGORY, 5)));
  }

  private static <T> T read(Row row, Codec<T> codec, int position) {
    return Objects.requireNonNull(row.read(codec, position));
  }

  private static UserReputationSummary summary(
      UserId userId, List<Figures> figures, List<InForce> inForce) {
    Map<ScoringCategory, BigDecimal> scores = new EnumMap<>(ScoringCategory.class);
    inForce.forEach(record -> scores.put(record.category, record.score));
    List<TrendPoint> trend = new ArrayList<>();
    for (Figures row : figures) {
      if (row.point != null) {
        trend.add(row.point);
      }
    }
    trend.sort(Comparator.comparing(TrendPoint::date).thenComparing(TrendPoint::category));
    return new UserReputationSummary(
        userId,
        scores.get(ScoringCategory.OVERALL),
        scores,
        figures.get(0).totalProofs,
        figures.get(0).verifiedProofs,
        trend,
        badges(inForce),
        inForce.stream().map(InForce::effectiveFrom).max(Comparator.naturalOrder()).orElse(null));
  }

  /** Returns each badge once; a value that was not recorded as an array is one badge. */
  private static List<Json> badges(List<InForce> inForce) {
    Set<Json> badges = new LinkedHashSet<>();
    inForce.stream()
        .sorted(Comparator.comparing(InForce::category))
        .map(InForce::badges)
        .map(recorded -> recorded.isArray() ? recorded.elements() : List.of(recorded))
        .forEach(badges::addAll);
    return List.copyOf(badges);
  }
}
