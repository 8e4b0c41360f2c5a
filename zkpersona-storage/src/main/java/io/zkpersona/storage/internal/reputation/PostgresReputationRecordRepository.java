package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;

import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.reputation.UserReputationSummary;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.reputation.ReputationSummaries.View;
import io.zkpersona.storage.repository.BulkOptions;
import io.zkpersona.storage.repository.BulkResult;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

public final class PostgresReputationRecordRepository
    extends PostgresRepository<ReputationRecord, ReputationRecordId, ReputationFilter>
    implements ReputationRecordRepository {
  private static final EntityStatements<
          ReputationRecord, ReputationRecord, ReputationRecordId, ReputationFilter>
      STATEMENTS =
          EntityStatements.of(ReputationRecordTable.TABLE, ReputationRecordConditions.FILTER);

  private enum Kind {
    IN_FORCE,
    AS_OF,
    ALL_IN_FORCE,
    HISTORY,
    TRANSITION
  }

  private static final Object NONE = "";

  private record Key(Kind kind, Object variant) {}

  public PostgresReputationRecordRepository(RepositoryContext context) {
    super(context, STATEMENTS, ReputationRecordId::generate);
  }

  @Override
  public ReputationRecord record(RecordReputationRequest request) {
    return ReputationChain.record(
        context, operation("record"), Required.argument("request", request));
  }

  @Override
  public BulkResult recordAll(
      Iterable<? extends RecordReputationRequest> requests, BulkOptions options) {
    BulkResult result =
        new ReputationBulk(context, operation("record_all")).record(requests, options);
    // A bulk write leaves more changes than single writes fold; standings would compare all of
    // them.
    new PostgresReputationCounts(context).foldUnlessBusy();
    return result;
  }

  @Override
  public Optional<ReputationRecord> inForce(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod) {
    return executor()
        .first(
            operation("in_force"),
            shape(
                Kind.IN_FORCE,
                NONE,
                params -> ReputationStatements.latest(params, DatabaseClock.statement())),
            entity.reader(),
            Required.argument("userId", userId),
            Required.argument("scoringCategory", scoringCategory),
            Required.argument("scoringPeriod", scoringPeriod));
  }

  @Override
  public Optional<ReputationRecord> asOf(
      UserId userId,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      Instant instant) {
    return executor()
        .first(
            operation("as_of"),
            shape(
                Kind.AS_OF,
                NONE,
                params ->
                    ReputationStatements.latest(
                        params, params.value(REPUTATION_RECORDS.EFFECTIVE_FROM))),
            entity.reader(),
            Required.instant("instant", instant),
            Required.argument("userId", userId),
            Required.argument("scoringCategory", scoringCategory),
            Required.argument("scoringPeriod", scoringPeriod));
  }

  @Override
  public List<ReputationRecord> inForce(UserId userId) {
    SqlShape shape = shape(Kind.ALL_IN_FORCE, NONE, ReputationStatements::allInForce);
    return executor()
        .list(
            operation("all_in_force"), shape, entity.reader(), Required.argument("userId", userId))
        .stream()
        .sorted(
            Comparator.comparing(ReputationRecord::scoringCategory)
                .thenComparing(ReputationRecord::scoringPeriod))
        .toList();
  }

  @Override
  public List<ReputationRecord> history(
      UserId userId,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      @Nullable Instant startDate,
      @Nullable Instant endDate) {
    return newestFirst(
        operation("history"), chain(userId, scoringCategory, scoringPeriod, startDate, endDate));
  }

  @Override
  public List<TrendPoint> trend(
      UserId userId,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      @Nullable Instant startDate,
      @Nullable Instant endDate) {
    List<TrendPoint> points = new ArrayList<>();
    for (ReputationRecord record :
        newestFirst(
            operation("trend"),
            chain(userId, scoringCategory, scoringPeriod, startDate, endDate)
                .withStatus(ReputationStatus.ACTIVE))) {
      points.add(
          new TrendPoint(
              record.effectiveFrom(), record.reputationScore(), record.scoringCategory()));
    }
    Collections.reverse(points);
    return List.copyOf(points);
  }

  private static ReputationFilter chain(
      UserId userId,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      @Nullable Instant startDate,
      @Nullable Instant endDate) {
    return ReputationFilter.builder()
        .userId(Required.argument("userId", userId))
        .scoringCategory(Required.argument("scoringCategory", scoringCategory))
        .scoringPeriod(Required.argument("scoringPeriod", scoringPeriod))
        .startDate(startDate)
        .endDate(endDate)
        .build();
  }

  private List<ReputationRecord> newestFirst(String operation, ReputationFilter filter) {
    long limit = context.findAllLimit();
    long mask = filters.mask(filter);
    SqlShape shape =
        shape(Kind.HISTORY, mask, params -> ReputationStatements.newestFirst(params, mask));
    List<Object> values = new ArrayList<>(filters.values(filter));
    values.add(limit + 1);
    List<ReputationRecord> found =
        executor().list(operation, shape, entity.reader(), values.toArray());
    if (found.size() > limit) {
      throw new ResultTooLargeException(limit);
    }
    return List.copyOf(found);
  }

  @Override
  public UserReputationSummary summary(UserId userId) {
    Required.argument("userId", userId);
    return ReputationSummaries.summary(context, operation("summary"), userId, View.OWN)
        .orElseThrow(() -> new UserNotFoundException(userId.value()));
  }

  @Override
  public Optional<UserReputationSummary> publicProfile(UserId userId) {
    return ReputationSummaries.summary(
        context, operation("public_profile"), Required.argument("userId", userId), View.PUBLIC);
  }

  @Override
  public List<LeaderboardEntry> leaderboard(
      ScoringCategory scoringCategory, ScoringPeriod scoringPeriod, int limit) {
    return Leaderboards.read(
        context,
        operation("leaderboard"),
        Required.argument("scoringCategory", scoringCategory),
        Required.argument("scoringPeriod", scoringPeriod),
        limit,
        null);
  }

  @Override
  public List<LeaderboardEntry> leaderboardAfter(
      LeaderboardEntry entry,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      int limit) {
    return Leaderboards.read(
        context,
        operation("leaderboard"),
        Required.argument("scoringCategory", scoringCategory),
        Required.argument("scoringPeriod", scoringPeriod),
        limit,
        Required.argument("entry", entry));
  }

  @Override
  public Optional<ReputationStanding> standing(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod) {
    return Leaderboards.standing(
        context,
        operation("standing"),
        Required.argument("userId", userId),
        Required.argument("scoringCategory", scoringCategory),
        Required.argument("scoringPeriod", scoringPeriod));
  }

  @Override
  public ReputationRecord dispute(ReputationRecordId id, String reason) {
    return become(ReputationStatus.DISPUTED, id, reason);
  }

  @Override
  public ReputationRecord reinstate(ReputationRecordId id, String reason) {
    return become(ReputationStatus.ACTIVE, id, reason);
  }

  @Override
  public ReputationRecord invalidate(ReputationRecordId id, String reason) {
    return become(ReputationStatus.INVALIDATED, id, reason);
  }

  @Override
  public ReputationRecord archive(ReputationRecordId id, String reason) {
    return become(ReputationStatus.ARCHIVED, id, reason);
  }

  /** The condition on the status lets one of several concurrent callers succeed. */
  private ReputationRecord become(ReputationStatus to, ReputationRecordId id, String reason) {
    Required.argument("id", id);
    ReputationRecord.checkReason(reason);
    return executor()
        .first(
            operation(to == ReputationStatus.ACTIVE ? "reinstate" : "mark_" + to.value()),
            shape(Kind.TRANSITION, to, params -> ReputationStatements.transition(params, to)),
            entity.reader(),
            reason,
            context.actor(),
            id)
        .orElseThrow(
            () ->
                new InvalidTransitionException(
                    entity.entityType(), getById(id).status().value(), to.value()));
  }

  private SqlShape shape(Kind kind, Object variant, Function<Params, Query> statement) {
    return context.shapes().get(new Key(kind, variant), statement);
  }
}
