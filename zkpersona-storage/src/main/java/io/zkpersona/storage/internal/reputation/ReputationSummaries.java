package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.castNull;
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
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.tables.ReputationRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/**
 * Computes a user's summary in one statement, over one snapshot: the public view shows nothing that
 * is private at that moment.
 */
final class ReputationSummaries {

  /** The audience of a summary. */
  enum View {
    OWN,
    PUBLIC
  }

  /** A record; the badges are null if it is a point of the trend. */
  private record Item(
      Instant effectiveFrom, BigDecimal score, ScoringCategory category, @Nullable Json badges) {}

  /** The numbers of proofs, which every row has, and an item, which may be missing. */
  private record Line(long totalProofs, long verifiedProofs, @Nullable Item item) {}

  private static final int TREND_POINTS = 100;
  private static final String PROOFS = "proofs";
  private static final String ITEMS = "items";
  private static final ReputationRecords RECORDS = REPUTATION_RECORDS;

  private static final Variants<View, UserId, Line> LINES =
      Variants.of(ReputationRecordTable.TABLE.operation("summary"), ReputationSummaries::lines);
  private static final String PUBLIC_PROFILE =
      ReputationRecordTable.TABLE.operation("public_profile");

  private ReputationSummaries() {}

  /** Returns the summary; empty if the user does not exist, or is not public in the public view. */
  static Optional<UserReputationSummary> summary(
      RepositoryContext context, UserId userId, View view) {
    Statement<UserId, Line> statement = LINES.of(view);
    List<Line> lines =
        context.reader().list(view == View.OWN ? statement : statement.as(PUBLIC_PROFILE), userId);
    return lines.isEmpty() ? Optional.empty() : Optional.of(summary(userId, lines));
  }

  /** Selects the records in force and the trend, each with the numbers of proofs. */
  private static Query lines(View view, Parameters<UserId> in, Results<Line> out) {
    Param<UserId> userId = in.value(RECORDS.USER_ID, user -> user);
    var items =
        select(
                RECORDS.EFFECTIVE_FROM,
                RECORDS.REPUTATION_SCORE,
                RECORDS.SCORING_CATEGORY,
                RECORDS.REPUTATION_BADGES)
            .from(RECORDS)
            .where(begun(userId, view))
            .and(ReputationTimes.notEnded(RECORDS, DatabaseClock.statement()))
            .unionAll(
                select(
                        RECORDS.EFFECTIVE_FROM,
                        RECORDS.REPUTATION_SCORE,
                        RECORDS.SCORING_CATEGORY,
                        castNull(RECORDS.REPUTATION_BADGES))
                    .from(RECORDS)
                    .where(begun(userId, view))
                    .orderBy(RECORDS.EFFECTIVE_FROM.desc(), RECORDS.ID.desc())
                    .limit(inline(TREND_POINTS)))
            .asTable(ITEMS);
    Field<Integer> total = count().as("total");
    Field<Integer> verified =
        count()
            .filterWhere(
                ZK_PROOFS.VERIFICATION_STATUS.eq(
                    inline(VerificationStatus.VERIFIED, ZK_PROOFS.VERIFICATION_STATUS)))
            .as("verified");
    var proofs =
        select(total, verified).from(ZK_PROOFS).where(counted(userId, view)).asTable(PROOFS);
    var totalProofs = out.column(ReputationTimes.of(PROOFS, total), Codecs.LONG);
    var verifiedProofs = out.column(ReputationTimes.of(PROOFS, verified), Codecs.LONG);
    var from = out.column(ReputationTimes.of(ITEMS, RECORDS.EFFECTIVE_FROM));
    var score = out.column(ReputationTimes.of(ITEMS, RECORDS.REPUTATION_SCORE));
    var category = out.column(ReputationTimes.of(ITEMS, RECORDS.SCORING_CATEGORY));
    var badges = out.column(ReputationTimes.of(ITEMS, RECORDS.REPUTATION_BADGES));
    out.as(
        row -> {
          Instant begun = row.getNullable(from);
          return new Line(
              row.get(totalProofs),
              row.get(verifiedProofs),
              begun == null
                  ? null
                  : new Item(begun, row.get(score), row.get(category), row.getNullable(badges)));
        });
    return select(out.fields())
        .from(USERS)
        .crossJoin(proofs)
        .leftJoin(items)
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

  private static UserReputationSummary summary(UserId userId, List<Line> lines) {
    Map<ScoringCategory, BigDecimal> scores = new EnumMap<>(ScoringCategory.class);
    Map<ScoringCategory, Json> badges = new EnumMap<>(ScoringCategory.class);
    List<TrendPoint> trend = new ArrayList<>();
    Instant latest = null;
    for (Line line : lines) {
      Item item = line.item;
      if (item != null && item.badges == null) {
        trend.add(new TrendPoint(item.effectiveFrom, item.score, item.category));
      } else if (item != null) {
        scores.put(item.category, item.score);
        badges.put(item.category, item.badges);
        latest = latest == null || item.effectiveFrom.isAfter(latest) ? item.effectiveFrom : latest;
      }
    }
    trend.sort(Comparator.comparing(TrendPoint::date).thenComparing(TrendPoint::category));
    return new UserReputationSummary(
        userId,
        scores.get(ScoringCategory.OVERALL),
        scores,
        lines.get(0).totalProofs,
        lines.get(0).verifiedProofs,
        trend,
        distinct(badges.values()),
        latest);
  }

  /** Returns each badge once; a value that was not recorded as an array is one badge. */
  private static List<Json> distinct(Collection<Json> recorded) {
    Set<Json> badges = new LinkedHashSet<>();
    recorded.forEach(one -> badges.addAll(one.isArray() ? one.elements() : List.of(one)));
    return List.copyOf(badges);
  }
}
