package io.zkpersona.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Meters of the caches, of which a manager may have none, one or two. */
class CacheMetersIT extends MetersFixture {

  @Test
  void cachedReadsAreCountedByCacheAndResult() {
    UserId user = database.repositories().users().create(Databases.named("ada")).id();
    database.cached().users().getById(user);
    database.cached().users().getById(user);
    assertThat(gets("memory", "hit")).isEqualTo(1);
    assertThat(gets("memory", "miss")).isEqualTo(1);
    assertThat(gets("shared", "miss")).isEqualTo(1);
    assertThat(gauge("zkpersona.cache.size", "cache", "memory")).isEqualTo(1);

    shared.tellEmptied();
    database.cached().users().getById(user);
    assertThat(gets("shared", "hit")).isEqualTo(1);
    assertThat(gets("memory", "miss")).isEqualTo(2);
    assertThat(gets("memory", "pass")).isZero();

    assertThat(gauge("zkpersona.cache.connected")).isEqualTo(1);
    shared.disconnect();
    database.cached().users().getById(user);
    assertThat(gets("memory", "pass")).isEqualTo(1);
    assertThat(gauge("zkpersona.cache.connected")).isZero();
    assertThat(gets("memory", "hit") + gets("memory", "miss") + gets("memory", "pass"))
        .isEqualTo(4);
    assertThat(gets("shared", "hit") + gets("shared", "miss")).isEqualTo(2);
  }

  private double gets(String cache, String result) {
    return registry
        .get("zkpersona.cache.gets")
        .tags("cache", cache, "result", result)
        .functionCounter()
        .count();
  }

  @Test
  void refusedValuesAreCounted() {
    UserId user = database.repositories().users().create(Databases.named("ada")).id();
    database.cached().users().getById(user);
    assertThat(registry.get("zkpersona.cache.refusals").functionCounter().count()).isZero();

    database.dropCached();
    shared.refuse();
    database.cached().users().getById(user);

    assertThat(registry.get("zkpersona.cache.refusals").functionCounter().count()).isEqualTo(1);
    assertThat(gets("memory", "hit")).isZero();
  }

  @Test
  void theMemoryOfAManagerWithoutASharedCacheIsMeasured() {
    try (DatabaseManager small =
        DatabaseManager.builder(Databases.config().build())
            .cache(CacheOptions.defaults().maximumEntries(1).timeToLive(Duration.ofSeconds(9)))
            .open()) {
      SimpleMeterRegistry other = new SimpleMeterRegistry();
      new ZkPersonaMetrics(small).bindTo(other);
      for (String name : List.of("ada", "grace", "joan")) {
        UserId user = small.repositories().users().create(Databases.named(name)).id();
        small.cached().users().getById(user);
      }

      assertThat(other.get("zkpersona.cache.evictions").functionCounter().count()).isEqualTo(2);
      assertThat(other.get("zkpersona.cache.size").gauge().value()).isEqualTo(1);
      assertThat(other.get("zkpersona.cache.staleness").timeGauge().value(TimeUnit.SECONDS))
          .isEqualTo(9);
      assertThat(other.find("zkpersona.cache.gets").tag("cache", "shared").meters()).isEmpty();
      assertThat(other.find("zkpersona.cache.connected").meters()).isEmpty();
    }
  }

  @Test
  void aManagerWithoutACacheHasNoMetersOfOne() {
    try (DatabaseManager plain = DatabaseManager.open(Databases.config().build())) {
      SimpleMeterRegistry other = new SimpleMeterRegistry();
      new ZkPersonaMetrics(plain).bindTo(other);

      assertThat(other.getMeters())
          .isNotEmpty()
          .noneMatch(meter -> meter.getId().getName().contains("cache"));
    }
  }
}
