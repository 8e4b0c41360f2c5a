package io.zkpersona.storage.health;

import java.time.Duration;

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
   */
  record Healthy(Duration roundTrip) implements HealthStatus {}

  /**
   * The database answered but accepts no writes: the server is a standby, or its transactions are
   * read-only by default. Reads work; writes fail until the server is a primary.
   *
   * @param roundTrip the time to obtain a connection and make one round trip to the server
   */
  record ReadOnly(Duration roundTrip) implements HealthStatus {}

  /**
   * The database did not answer, or answered with an error.
   *
   * @param reason the reason, in words that are safe to publish
   */
  record Unhealthy(String reason) implements HealthStatus {}

  /** The manager has been closed. */
  record Uninitialized() implements HealthStatus {}
}
