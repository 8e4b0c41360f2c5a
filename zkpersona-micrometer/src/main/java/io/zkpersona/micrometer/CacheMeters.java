package io.zkpersona.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.CacheStats.Channel;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Binds meters of the manager's cache, if it has one. Names and tags are those of Micrometer's own
 * caches below the library's prefix: a registry of Prometheus takes meters of one name with one set
 * of tag keys only, and other libraries have {@code cache.gets} with theirs. Thread-safe.
 */
final class CacheMeters implements MeterBinder {

  private static final String MEMORY = "memory";
  private static final String SHARED = "shared";

  private final DatabaseManager database;

  CacheMeters(DatabaseManager database) {
    this.database = database;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    CacheStats opened = database.queryStats().cache();
    if (opened == null) {
      return;
    }
    gets(registry, MEMORY, "hit", CacheStats::hits);
    gets(registry, MEMORY, "miss", stats -> stats.sharedHits() + stats.misses());
    gets(registry, MEMORY, "pass", CacheStats::passes);
    counter(
        registry,
        "zkpersona.cache.refusals",
        "Values that were read and not stored, since they might have been old",
        Tags.empty(),
        CacheStats::refusals);
    counter(
        registry,
        "zkpersona.cache.evictions",
        "Values dropped for want of room or by age",
        Tags.of("cache", MEMORY),
        CacheStats::evictions);
    Gauge.builder("zkpersona.cache.size", () -> now(CacheStats::entries))
        .description("Values in the cache")
        .tags("cache", MEMORY)
        .register(registry);
    TimeGauge.builder(
            "zkpersona.cache.staleness",
            () -> now(stats -> stats.staleness().toMillis()),
            TimeUnit.MILLISECONDS)
        .description("How old a value may be that another process has changed")
        .register(registry);
    if (opened.channel() != Channel.NONE) {
      gets(registry, SHARED, "hit", CacheStats::sharedHits);
      gets(registry, SHARED, "miss", CacheStats::misses);
      Gauge.builder(
              "zkpersona.cache.connected",
              () -> now(stats -> stats.channel() == Channel.CURRENT ? 1 : 0))
          .description("Whether messages from the shared cache arrive: 1 or 0")
          .register(registry);
    }
  }

  private double now(ToDoubleFunction<CacheStats> figure) {
    CacheStats stats = database.queryStats().cache();
    return stats == null ? Double.NaN : figure.applyAsDouble(stats);
  }

  private void gets(
      MeterRegistry registry, String cache, String result, ToLongFunction<CacheStats> figure) {
    counter(
        registry,
        "zkpersona.cache.gets",
        "Cached reads, by the answer of the cache",
        Tags.of("cache", cache, "result", result),
        figure);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String description,
      Tags tags,
      ToLongFunction<CacheStats> figure) {
    FunctionCounter.builder(name, database, ignored -> now(figure::applyAsLong))
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
