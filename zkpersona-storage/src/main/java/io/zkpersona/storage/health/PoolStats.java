package io.zkpersona.storage.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A snapshot of the connection pool. The figures are read one after the other and may be slightly
 * inconsistent.
 *
 * @param active connections in use
 * @param idle open connections not in use
 * @param waiting callers that wait for a connection
 * @param total open connections, active and idle
 * @param maximum the maximum number of connections that the pool opens
 * @param replicas the pools of the read replicas by {@link ReplicaStats#name}, without those that
 *     are not HikariCP; empty in each of them
 */
public record PoolStats(
    int active, int idle, int waiting, int total, int maximum, Map<String, PoolStats> replicas) {

  /** Copies the map. */
  public PoolStats {
    replicas = Collections.unmodifiableMap(new LinkedHashMap<>(replicas));
  }
}
