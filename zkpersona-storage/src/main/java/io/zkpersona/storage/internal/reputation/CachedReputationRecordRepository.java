package io.zkpersona.storage.internal.reputation;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.internal.cache.CachedKind;
import io.zkpersona.storage.internal.cache.Loaded;
import io.zkpersona.storage.internal.cache.ReadCache;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.reputation.ReputationStatements.Current;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Serves the records in force from a cache, outside transactions. */
public final class CachedReputationRecordRepository extends PostgresReputationRecordRepository {

  private final ReadCache cache;

  /** Creates the repository. */
  public CachedReputationRecordRepository(RepositoryContext context, ReadCache cache) {
    super(context);
    this.cache = cache;
  }

  @Override
  public Optional<ReputationRecord> inForce(
      UserId userId, ScoringCategory scoringCategory, ScoringPeriod scoringPeriod) {
    Required.argument("userId", userId);
    Required.argument("scoringCategory", scoringCategory);
    Required.argument("scoringPeriod", scoringPeriod);
    return executor().takesPart()
        ? super.inForce(userId, scoringCategory, scoringPeriod)
        : cached(userId).stream()
            .filter(record -> record.scoringCategory() == scoringCategory)
            .filter(record -> record.scoringPeriod() == scoringPeriod)
            .findFirst();
  }

  @Override
  public List<ReputationRecord> inForce(UserId userId) {
    Required.argument("userId", userId);
    return executor().takesPart() ? super.inForce(userId) : cached(userId);
  }

  private List<ReputationRecord> cached(UserId userId) {
    return Objects.requireNonNull(
        cache.get(CachedKind.REPUTATION, userId, () -> load(context, userId)));
  }

  /** Reads a user's records in force, until the first of them ends or another one begins. */
  public static Loaded<List<ReputationRecord>> load(RepositoryContext context, UserId userId) {
    List<Current> current = context.executor().list(ReputationStatements.CURRENT, userId);
    List<ReputationRecord> inForce =
        current.stream()
            .filter(one -> !one.record().effectiveFrom().isAfter(one.now()))
            .map(Current::record)
            .sorted(
                Comparator.comparing(ReputationRecord::scoringCategory)
                    .thenComparing(ReputationRecord::scoringPeriod))
            .toList();
    Duration validFor =
        current.stream()
            .flatMap(CachedReputationRecordRepository::changes)
            .min(Duration::compareTo)
            .orElse(null);
    return new Loaded<>(inForce, validFor);
  }

  private static Stream<Duration> changes(Current one) {
    return Stream.of(one.record().effectiveFrom(), one.record().effectiveUntil())
        .filter(time -> time != null && time.isAfter(one.now()))
        .map(time -> Duration.between(one.now(), time));
  }
}
