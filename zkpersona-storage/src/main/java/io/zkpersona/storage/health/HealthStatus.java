package io.zkpersona.storage.health;

import java.time.Duration;

/** Whether the database answers. Immutable; safe to show, for it holds no address and no secret. */
public sealed interface HealthStatus {

  /**
   * Tells whether work can be done now, writes included.
   *
   * @return true for {@link Healthy} only
   */
  default boolean isHealthy() {
    return this instanceof Healthy;
  }

  /**
   * The database answered.
   *
   * @param roundTrip how long a connection and one question to the server took
   */
  record Healthy(Duration roundTrip) implements HealthStatus {}

  /**
   * The database answered, and takes no writes: the server is a standby, or its transactions are
   * read-only by default. Reads work; writes are refused until it is a primary.
   *
   * @param roundTrip how long a connection and one question to the server took
   */
  record ReadOnly(Duration roundTrip) implements HealthStatus {}

  /**
   * The database did not answer, or not as it should.
   *
   * @param reason why, in words that may be shown to anybody
   */
  record Unhealthy(String reason) implements HealthStatus {}

  /** The manager is not open: it was closed. */
  record Uninitialized() implements HealthStatus {}
}
