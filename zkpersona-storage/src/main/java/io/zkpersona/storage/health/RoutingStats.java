package io.zkpersona.storage.health;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of the reads whose callers allowed a replica, by server, since the manager was opened.
 * Immutable.
 *
 * @param replicas the replicas in the order of the configuration; empty if there are none
 * @param primary the reads that the primary served instead, by reason
 */
public record RoutingStats(List<ReplicaStats> replicas, Map<Reason, Long> primary) {

  /** Copies both. */
  public RoutingStats {
    replicas = List.copyOf(replicas);
    Map<Reason, Long> copy = new EnumMap<>(Reason.class);
    copy.putAll(primary);
    primary = Collections.unmodifiableMap(copy);
  }

  /** Why the primary served a read that a replica might have served. */
  public enum Reason {
    /** No replica is serving. */
    NO_REPLICA,
    /** Each replica was too far behind, or had no connection free. */
    BEHIND,
    /** The token is of another timeline than the primary: there was a fail-over in between. */
    FAIL_OVER,
    /** A replica failed the read, which was repeated on the primary. */
    REPEATED
  }
}
