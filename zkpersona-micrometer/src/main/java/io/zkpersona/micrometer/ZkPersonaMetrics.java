package io.zkpersona.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.QueueDepth;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.health.ReplicaStats;
import io.zkpersona.storage.health.RoutingStats;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds meters of a manager's state: its pool, its replicas, its cache, its work queue, the
 * subscriptions to its feed of changes, and its migrations. {@link MetricsListener} records what
 * the manager does.
 *
 * <p>A scrape never waits for the database. The figures of queue, feed and migrations take queries;
 * a daemon thread samples them when a scrape asks for them and the last sample is older than the
 * interval. They are NaN before the first sample, and keep the last one while the database does not
 * answer: {@code zkpersona.queue.sample.age} grows meanwhile. Without scrapes there are no queries.
 */
public final class ZkPersonaMetrics implements MeterBinder {

  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final long IDLE_SECONDS = 10;

  /** The queue at one moment; {@code oldest} is null if nothing is unprocessed. */
  private record Queue(QueueDepth depth, @Nullable Instant oldest) {

    double ageInSeconds() {
      return oldest == null
          ? 0
          : Math.max(0, Duration.between(oldest, Instant.now()).toMillis() / 1e3);
    }
  }

  private final DatabaseManager database;
  private final Sampled<Queue> queue;
  private final Sampled<MigrationStatus> migrations;
  private final FeedMeters feed;
  private final CacheMeters cache;

  /**
   * Creates a binder that samples at most every 30 seconds.
   *
   * @param database the manager, which the caller closes
   */
  public ZkPersonaMetrics(DatabaseManager database) {
    this(database, EVERY);
  }

  /**
   * Creates a binder.
   *
   * @param database the manager, which the caller closes
   * @param interval the least time between two samples, 1 millisecond to one day; counting a queue
   *     of a million inputs takes a few tenths of a second
   * @throws ValidationException if {@code interval} is out of range
   */
  public ZkPersonaMetrics(DatabaseManager database, Duration interval) {
    if (interval.toMillis() < 1 || interval.compareTo(LONGEST) > 0) {
      throw new ValidationException(
          "interval", interval + " (expected: PT0.001S.." + LONGEST + ")");
    }
    this.database = database;
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread sampling = new Thread(work, "zkpersona-metrics");
              sampling.setDaemon(true);
              return sampling;
            });
    thread.allowCoreThreadTimeOut(true);
    this.queue = new Sampled<>(this::queueNow, interval, thread);
    this.migrations = new Sampled<>(database::migrationStatus, interval, thread);
    this.feed = new FeedMeters(database, interval, thread);
    this.cache = new CacheMeters(database);
  }

  private Queue queueNow() {
    BehaviorInputRepository inputs = database.repositories().behaviorInputs();
    List<BehaviorInput> oldest = inputs.findUnprocessed(1);
    return new Queue(
        inputs.workQueue().depth(), oldest.isEmpty() ? null : oldest.get(0).timestamp());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    pool(registry, "active", PoolStats::active);
    pool(registry, "idle", PoolStats::idle);
    gauge(
        registry,
        "zkpersona.pool.waiting",
        "Threads that wait for a connection",
        () -> pool(PoolStats::waiting));
    gauge(
        registry,
        "zkpersona.pool.max",
        "The most connections that the pool opens",
        () -> pool(PoolStats::maximum));
    replicas(registry);
    cache.bindTo(registry);
    queue(registry, "waiting", QueueDepth::waiting);
    queue(registry, "claimed", QueueDepth::claimed);
    queue(registry, "dead", QueueDepth::dead);
    age(
        registry,
        "zkpersona.queue.oldest",
        "The age of the oldest unprocessed input, by its timestamp",
        () -> queue.get(Queue::ageInSeconds));
    age(registry, "zkpersona.queue.sample.age", "The age of the figures of the queue", queue::age);
    feed.bindTo(registry);
    for (MigrationStatus.State state : MigrationStatus.State.values()) {
      gauge(
          registry,
          "zkpersona.migrations",
          "Migrations of the schema, by state",
          Tags.of("state", Names.of(state)),
          () -> migrations.get(status -> count(status, state)));
    }
  }

  private static double count(MigrationStatus status, MigrationStatus.State state) {
    return status.migrations().stream().filter(migration -> migration.state() == state).count();
  }

  private double pool(ToIntFunction<PoolStats> figure) {
    return database.poolStats().map(stats -> (double) figure.applyAsInt(stats)).orElse(Double.NaN);
  }

  private void pool(MeterRegistry registry, String state, ToIntFunction<PoolStats> figure) {
    gauge(
        registry,
        "zkpersona.pool.connections",
        "Open connections of the pool",
        Tags.of("state", state),
        () -> pool(figure));
  }

  private void queue(MeterRegistry registry, String state, ToDoubleFunction<QueueDepth> figure) {
    gauge(
        registry,
        "zkpersona.queue.inputs",
        "Unprocessed inputs in the work queue",
        Tags.of("state", state),
        () -> queue.get(now -> figure.applyAsDouble(now.depth())));
  }

  private void replicas(MeterRegistry registry) {
    List<ReplicaStats> replicas = database.routingStats().replicas();
    for (int i = 0; i < replicas.size(); i++) {
      int number = i;
      Tags tags = Tags.of("replica", replicas.get(i).name());
      Supplier<ReplicaStats> replica = () -> database.routingStats().replicas().get(number);
      gauge(
          registry,
          "zkpersona.replica.serving",
          "Whether a replica serves reads: 1 or 0",
          tags,
          () -> replica.get().state() == ReplicaStats.State.SERVING ? 1 : 0);
      gauge(
          registry,
          "zkpersona.replica.lag.bytes",
          "The part of the primary's log that a replica has not applied",
          tags,
          () -> orNaN(replica.get().lagBytes()));
      FunctionCounter.builder("zkpersona.reads", database, ignored -> replica.get().served())
          .description("Reads that a replica might serve, by the server that did")
          .tags(Tags.of("server", replicas.get(i).name(), "reason", "none"))
          .register(registry);
    }
    if (replicas.isEmpty()) {
      return;
    }
    for (RoutingStats.Reason reason : RoutingStats.Reason.values()) {
      FunctionCounter.builder(
              "zkpersona.reads",
              database,
              ignored -> database.routingStats().primary().getOrDefault(reason, 0L))
          .description("Reads that a replica might serve, by the server that did")
          .tags(Tags.of("server", "primary", "reason", Names.of(reason)))
          .register(registry);
    }
  }

  private static double orNaN(@Nullable Long figure) {
    return figure == null ? Double.NaN : figure;
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, Supplier<Number> value) {
    gauge(registry, name, description, Tags.empty(), value);
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, Tags tags, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).tags(tags).register(registry);
  }

  private static void age(
      MeterRegistry registry, String name, String description, Supplier<Number> seconds) {
    TimeGauge.builder(name, seconds, TimeUnit.SECONDS).description(description).register(registry);
  }
}
