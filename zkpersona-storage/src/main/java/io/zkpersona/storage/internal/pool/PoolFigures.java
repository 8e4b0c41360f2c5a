package io.zkpersona.storage.internal.pool;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.storage.health.PoolStats;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads the figures of HikariCP pools. */
public final class PoolFigures {

  private PoolFigures() {}

  /**
   * Returns the present figures of the primary's pool with those of its replicas, by name.
   *
   * @return empty if the primary's is not HikariCP, or before its first use; replicas of which that
   *     is true are left out
   */
  public static Optional<PoolStats> of(DataSource primary, Map<String, DataSource> replicas) {
    Map<String, PoolStats> ofReplicas = new LinkedHashMap<>();
    replicas.forEach(
        (name, pool) -> stats(pool, Map.of()).ifPresent(its -> ofReplicas.put(name, its)));
    return stats(primary, ofReplicas);
  }

  private static Optional<PoolStats> stats(DataSource pool, Map<String, PoolStats> ofReplicas) {
    if (!(pool instanceof HikariDataSource hikari)) {
      return Optional.empty();
    }
    return Optional.ofNullable(hikari.getHikariPoolMXBean())
        .map(
            figures ->
                new PoolStats(
                    figures.getActiveConnections(),
                    figures.getIdleConnections(),
                    figures.getThreadsAwaitingConnection(),
                    figures.getTotalConnections(),
                    hikari.getMaximumPoolSize(),
                    ofReplicas));
  }
}
