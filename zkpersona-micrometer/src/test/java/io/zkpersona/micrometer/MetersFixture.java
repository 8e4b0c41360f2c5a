package io.zkpersona.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.config.DatabaseConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A manager with a shared cache and a replica, and a registry with its meters. */
abstract class MetersFixture {

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final MetricsListener listener = new MetricsListener(registry);
  final HeapCache shared = new HeapCache();
  DatabaseManager database;

  @BeforeEach
  void open() {
    DatabaseConfig config = Databases.config().build();
    // A primary is no replica: it has meters and serves nothing.
    String replica = config.jdbcUrl() + "?user=" + config.user();
    database =
        DatabaseManager.builder(config.toBuilder().replicaUrls(List.of(replica)).build())
            .listener(listener)
            .cache(CacheOptions.defaults().shared(shared))
            .open();
    new ZkPersonaMetrics(database, Duration.ofMillis(1)).bindTo(registry);
  }

  @AfterEach
  void close() {
    database.close();
  }

  double gauge(String name, String... tags) {
    Meter meter = registry.get(name).tags(tags).meter();
    return meter.measure().iterator().next().getStatistic() == Statistic.VALUE
        ? meter.measure().iterator().next().getValue()
        : Double.NaN;
  }
}
