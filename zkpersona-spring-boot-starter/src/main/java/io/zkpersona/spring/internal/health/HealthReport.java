package io.zkpersona.spring.internal.health;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.health.ReplicaStats;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The health of a manager. Holds no address and no secret.
 *
 * @param state the state
 * @param details figures by name, for display
 */
record HealthReport(State state, Map<String, Object> details) {

  /** The state, under the names of Boot's statuses. */
  enum State {
    UP,
    DOWN,
    OUT_OF_SERVICE
  }

  /** Asks the server and the pool. */
  static HealthReport of(DatabaseManager manager) {
    Map<String, Object> details = new LinkedHashMap<>();
    HealthStatus status = manager.health();
    State state;
    if (status instanceof HealthStatus.Healthy healthy) {
      state = State.UP;
      details.put("roundTripMillis", millis(healthy.roundTrip()));
    } else if (status instanceof HealthStatus.ReadOnly readOnly) {
      state = State.OUT_OF_SERVICE;
      details.put("reason", "the server accepts no writes");
      details.put("roundTripMillis", millis(readOnly.roundTrip()));
    } else if (status instanceof HealthStatus.Unhealthy unhealthy) {
      state = State.DOWN;
      details.put("reason", unhealthy.reason());
    } else {
      state = State.DOWN;
      details.put("reason", "the manager is closed");
    }
    addReplicas(manager, details);
    if (state != State.DOWN) {
      addMigrations(manager, details);
    }
    manager.poolStats().ifPresent(pool -> details.put("pool", figures(pool)));
    return new HealthReport(state, details);
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 1e4) / 100.0;
  }

  /** A replica does not affect the state: the primary serves reads in its place. */
  private static void addReplicas(DatabaseManager manager, Map<String, Object> details) {
    Map<String, Object> states = new LinkedHashMap<>();
    for (ReplicaStats replica : manager.routingStats().replicas()) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("state", replica.state().name());
      if (replica.lag() != null) {
        figures.put("lagMillis", replica.lag().toMillis());
      }
      states.put(replica.name(), figures);
    }
    if (!states.isEmpty()) {
      details.put("replicas", states);
    }
  }

  private static void addMigrations(DatabaseManager manager, Map<String, Object> details) {
    try {
      MigrationStatus migrations = manager.migrationStatus();
      details.put("schema", migrations.schema());
      details.put("schemaVersion", String.valueOf(migrations.current()));
      details.put(
          "pendingMigrations",
          migrations.migrations().stream()
              .filter(migration -> migration.state() == MigrationStatus.State.PENDING)
              .count());
    } catch (ZkPersonaException e) {
      details.put("migrations", "unknown: " + e.code());
    }
  }

  private static Map<String, Integer> figures(PoolStats pool) {
    Map<String, Integer> figures = new LinkedHashMap<>();
    figures.put("active", pool.active());
    figures.put("idle", pool.idle());
    figures.put("waiting", pool.waiting());
    figures.put("total", pool.total());
    figures.put("maximum", pool.maximum());
    return figures;
  }
}
