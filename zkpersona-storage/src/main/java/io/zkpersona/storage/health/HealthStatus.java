package io.zkpersona.storage.health;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health of the database. Immutable. Safe to publish: holds no address and no secret. */
public sealed interface HealthStatus {

  /**
   * Tells whether the database accepts reads and writes.
   *
   * @return true for {@link Healthy} only
   */
  default boolean isHealthy() {
    return this instanceof Healthy;
  }

  /**
   * The database answered.
   *
   * @param roundTrip the time to obtain a connection and make one round trip to the server
   * @param replicas the read replicas, which do not decide about health: the primary serves reads
   *     in their place
   * @param cache the figures of the cache, whose channel does not decide about health either: the
   *     database serves reads in its place; null if the manager has none
   */
  record Healthy(Duration roundTrip, List<ReplicaStats> replicas, @Nullable CacheStats cache)
      implements HealthStatus {

    /** Copies the list. */
    public Healthy {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * The database answered but accepts no writes: the server is a standby, or its transactions are
   * read-only by default. Reads work; writes fail until the server is a primary.
   *
   * @param roundTrip the time to obtain a connection and make one round trip to the server
   * @param replicas the read replicas
   * @param cache the figures of the cache; null if the manager has none
   */
  record ReadOnly(Duration roundTrip, List<ReplicaStats> replicas, @Nullable CacheStats cache)
      implements HealthStatus {

    /** Copies the list. */
    public ReadOnly {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * The database did not answer, or answered with an error.
   *
   * @param reason the reason, in words that are safe to publish
   */
  record Unhealthy(String reason) implements HealthStatus {}

  /** The manager has been closed. */
  record Uninitialized() implements HealthStatus {}
}
