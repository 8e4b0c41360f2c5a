package io.zkpersona.storage.internal.reputation;

import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.LeaderboardEntry;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationDistribution;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ReputationStanding;
import io.zkpersona.domain.reputation.ReputationStatus;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.reputation.UserReputationSummary;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.reputation.ReputationStatements.Moment;
import io.zkpersona.storage.internal.reputation.ReputationStatements.StatusChange;
import io.zkpersona.storage.internal.reputation.ReputationSummaries.View;
import io.zkpersona.storage.repository.ReputationCounts;
import io.zkpersona.storage.repository.ReputationRecordRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

public class PostgresReputationRecordRepository
    extends PostgresRepository<ReputationRecord, ReputationRecordId, ReputationFilter>
    implements ReputationRecordRepository {
  private static final EntityStatements<
          ReputationRecord, ReputationRecord, ReputationRecordId, ReputationFilter>
      STATEMENTS =
          EntityStatements.of(ReputationRecordTable.TABLE, ReputationRecordConditions.FILTER);

  public PostgresReputationRecordRepository(RepositoryContext context) {
    super(context, STATEMENTS, ReputationRecordId::generate);
  }

  @Override
  public ReputationCounts counts() {
    return new PostgresReputationCounts(context);
  }

  @Override
  public ReputationRecord record(RecordReputationRequest request) {
    return ReputationChain.record(context, Required.argument("request", request));
  }

  @Override
  public BulkResult recordAll(
      Iterable<? extends RecordReputationRequest> requests, BulkOptions options) {
    BulkResult result = new ReputationBulk(context).record(requests, options);
    // A bulk write leaves more changes than single writes fold; standings would compare all of
    // them.
    new PostgresReputationCounts(context).foldUnlessBusy();
    return result;
  }

  @Override
  public Optional<ReputationRecord> inForce(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod) {
    return reader()
        .first(ReputationStatements.IN_FORCE, key(userId, scoringCategory, scoringPeriod));
  }

  @Override
  public Optional<ReputationRecord> asOf(
      UserId userId,
      ScoringCategory scoringCategory,
      ScoringPeriod scoringPeriod,
      Instant instant) {
    return reader()
        .first(
            ReputationStatements.AS_OF,
            new Moment(
                key(userId, scoringCategory, scoringPeriod), Required.instant("instant", instant)));
  }

  @Override
  public List<ReputationRecord> inForce(UserId userId) {
    return reader()
        .list(ReputationStatements.ALL_IN_FORCE, Required.argument("userId", userId))
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
    return atMost(ReputationStatements.NEWEST_FIRST.of(filters.mask(filter)).as(operation), filter);
  }

  @Override
  public ReputationDistribution distribution(
      ScoringCategory scoringCategory, ScoringPeriod scoringPeriod, Instant instant) {
    return Distributions.of(
        context,
        Required.argument("scoringCategory", scoringCategory),
        Required.argument("scoringPeriod", scoringPeriod),
        Required.instant("instant", instant));
  }

  @Override
  public UserReputationSummary summary(UserId userId) {
    Required.argument("userId", userId);
    return ReputationSummaries.summary(context, userId, View.OWN)
        .orElseThrow(() -> new UserNotFoundException(userId.value()));
  }

  @Override
  public Optional<UserReputationSummary> publicProfile(UserId userId) {
    return ReputationSummaries.summary(context, Required.argument("userId", userId), View.PUBLIC);
  }

  @Override
  public List<LeaderboardEntry> leaderboard(
      ScoringCategory scoringCategory, ScoringPeriod scoringPeriod, int limit) {
    return Leaderboards.read(
        context,
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
    String operation =
        operation(to == ReputationStatus.ACTIVE ? "reinstate" : "mark_" + to.value());
    return executor()
        .first(
            ReputationStatements.TRANSITION
                .of(to)
                .as(operation)
                .concerning(ReputationStatements.OWNER, StatusChange::id),
            new StatusChange(id, reason, context.actor()))
        .orElseThrow(
            () ->
                new InvalidTransitionException(
                    entity.entityType(),
                    stored(id).status().value(),
                    to.value(),
                    Stream.of(ReputationStatus.values())
                        .filter(from -> from.mayBecome(to))
                        .map(ReputationStatus::value)
                        .toList()));
  }

  private static ReputationChain.Key key(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod) {
    return new ReputationChain.Key(
        Required.argument("userId", userId),
        Required.argument("scoringCategory", scoringCategory),
        Required.argument("scoringPeriod", scoringPeriod));
  }
}
