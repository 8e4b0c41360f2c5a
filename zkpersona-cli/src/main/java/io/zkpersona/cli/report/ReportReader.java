package io.zkpersona.cli.report;

import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.queue.QueueDepth;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.domain.reputation.ReputationDistribution;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.repository.FilterablePaginatedRepository;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the figures of a page. They are read one after the other, not from one snapshot. */
final class ReportReader {

  /** The instants at which the trend of the scores is read. */
  static final int TREND_POINTS = 12;

  private static final int PLACES = 10;
  private static final double MICROS_PER_MILLI = 1_000;

  private final DatabaseManager database;
  private final Repositories repositories;
  private final Instant now;

  ReportReader(DatabaseManager database, Instant now) {
    this.database = database;
    this.repositories = database.repositories();
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Reads all figures.
   *
   * @param from the beginning of the activity; null for the first input
   * @param until the end of the activity, exclusive; null for the last input
   */
  Report read(
      @Nullable Instant from,
      @Nullable Instant until,
      ScoringCategory category,
      ScoringPeriod period) {
    return new Report(
        now.toString(),
        health(),
        totals(),
        activity(from, until),
        proofs(),
        reputation(category, period),
        leaderboard(category, period),
        queue());
  }

  private Report.Health health() {
    // The first round trip of a process is slower than the network.
    database.health();
    HealthStatus health = database.health();
    MigrationStatus schema = database.migrationStatus();
    return new Report.Health(
        status(health),
        roundTrip(health),
        Objects.requireNonNullElse(schema.current(), "none"),
        schema.isUpToDate());
  }

  private static String status(HealthStatus health) {
    if (health.isHealthy()) {
      return "healthy";
    }
    return health instanceof HealthStatus.ReadOnly ? "read only" : "unhealthy";
  }

  private static @Nullable Double roundTrip(HealthStatus health) {
    Duration measured = null;
    if (health instanceof HealthStatus.Healthy healthy) {
      measured = healthy.roundTrip();
    } else if (health instanceof HealthStatus.ReadOnly readOnly) {
      measured = readOnly.roundTrip();
    }
    return measured == null
        ? null
        : TimeUnit.NANOSECONDS.toMicros(measured.toNanos()) / MICROS_PER_MILLI;
  }

  private Map<String, Long> totals() {
    Map<String, Long> totals = new LinkedHashMap<>();
    totals.put("users", repositories.users().count());
    totals.put("sessions", repositories.behaviorSessions().count());
    totals.put("inputs", repositories.behaviorInputs().count());
    totals.put("scores", repositories.scoringResults().count());
    totals.put("proofs", repositories.zkProofs().count());
    totals.put("reputation records", repositories.reputationRecords().count());
    return totals;
  }

  private Report.Activity activity(@Nullable Instant from, @Nullable Instant until) {
    Optional<Instant> first = edge(from, () -> input(SortOrder.ASCENDING));
    Optional<Instant> last =
        edge(until == null ? null : until.minusNanos(1), () -> input(SortOrder.DESCENDING));
    if (first.isEmpty() || last.isEmpty() || first.get().isAfter(last.get())) {
      return new Report.Activity("", List.of(), Map.of(), Map.of());
    }
    Buckets buckets = Buckets.covering(first.get(), last.get());
    List<BehaviorAnalyticsSummary> summaries = new ArrayList<>();
    for (Instant start : buckets.starts()) {
      summaries.add(
          repositories
              .behaviorInputs()
              .analyticsSummary(
                  BehaviorInputFilter.builder()
                      .startDate(later(start, from))
                      .endDate(earlier(buckets.end(start), until))
                      .build()));
    }
    return new Report.Activity(
        buckets.step().text,
        buckets.labels(),
        series(
            InputType.values(), InputType::value, summaries, BehaviorAnalyticsSummary::countByType),
        series(
            BehaviorSource.values(),
            BehaviorSource::value,
            summaries,
            BehaviorAnalyticsSummary::countBySource));
  }

  private static Optional<Instant> edge(
      @Nullable Instant given, Supplier<Optional<Instant>> stored) {
    return given == null ? stored.get() : Optional.of(given);
  }

  private Optional<Instant> input(SortOrder order) {
    return outermost(repositories.behaviorInputs(), order).map(BehaviorInput::timestamp);
  }

  /** Returns the first entity in the default order, which is by time. */
  private static <E> Optional<E> outermost(
      FilterablePaginatedRepository<E, ?> repository, SortOrder order) {
    return repository
        .findPage(PaginationParams.builder().limit(1).order(order).build())
        .items()
        .stream()
        .findFirst();
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other == null || one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, @Nullable Instant other) {
    return other == null || one.isBefore(other) ? one : other;
  }

  private static <K> Map<String, List<Long>> series(
      K[] keys,
      Function<K, String> name,
      List<BehaviorAnalyticsSummary> summaries,
      Function<BehaviorAnalyticsSummary, Map<K, Long>> counts) {
    Map<String, List<Long>> series = new LinkedHashMap<>();
    for (K key : keys) {
      List<Long> values =
          summaries.stream().map(one -> counts.apply(one).getOrDefault(key, 0L)).toList();
      if (values.stream().anyMatch(value -> value > 0)) {
        series.put(name.apply(key), values);
      }
    }
    return series;
  }

  private Map<String, Long> proofs() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (VerificationStatus status : VerificationStatus.values()) {
      counts.put(
          status.value(),
          repositories
              .zkProofs()
              .headers()
              .count(ZkProofFilter.builder().verificationStatus(status).build()));
    }
    return counts;
  }

  private Report.Reputation reputation(ScoringCategory category, ScoringPeriod period) {
    List<String> labels = new ArrayList<>();
    List<@Nullable Double> means = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (Instant instant : trend()) {
      ReputationDistribution then =
          repositories.reputationRecords().distribution(category, period, instant);
      BigDecimal mean = then.mean();
      labels.add(instant.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z"));
      means.add(mean == null ? null : mean.doubleValue());
      numbers.add(then.total());
    }
    return new Report.Reputation(
        category.value() + ", " + period.value(),
        repositories.reputationRecords().distribution(category, period, now).counts(),
        labels,
        means,
        numbers);
  }

  /** Returns instants at equal distances from the first record until now. */
  private List<Instant> trend() {
    Optional<Instant> first =
        outermost(repositories.reputationRecords(), SortOrder.ASCENDING)
            .map(ReputationRecord::effectiveFrom)
            .filter(from -> from.isBefore(now));
    if (first.isEmpty()) {
      return List.of();
    }
    Duration step = Duration.between(first.get(), now).dividedBy(TREND_POINTS - 1);
    List<Instant> instants = new ArrayList<>();
    for (int i = TREND_POINTS - 1; i >= 0; i--) {
      instants.add(now.minus(step.multipliedBy(i)));
    }
    return instants;
  }

  private List<Report.Place> leaderboard(ScoringCategory category, ScoringPeriod period) {
    return repositories.reputationRecords().leaderboard(category, period, PLACES).stream()
        .map(entry -> new Report.Place(entry.rank(), entry.reputationScore().doubleValue()))
        .toList();
  }

  private Report.Queue queue() {
    QueueDepth depth = repositories.behaviorInputs().workQueue().depth();
    Optional<Instant> oldest =
        repositories.behaviorInputs().findUnprocessed(1).stream()
            .findFirst()
            .map(input -> input.audit().createdAt());
    return new Report.Queue(
        depth.waiting(),
        depth.claimed(),
        depth.dead(),
        oldest.map(at -> Math.max(0, Duration.between(at, now).toSeconds())).orElse(null));
  }
}
