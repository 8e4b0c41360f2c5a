package io.zkpersona.storage.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A read replica, as its last check found it. Safe to publish: holds no address.
 *
 * @param name {@code replica-1} for the first one configured, and so on
 * @param state whether it serves reads
 * @param lagBytes the bytes of the primary's log that it has not applied; null if unknown
 * @param lag the age of the oldest state of the primary that it has not applied, zero if it has
 *     applied everything, also while the primary is idle; null if unknown
 * @param served the reads and read-only transactions that it was chosen for
 */
public record ReplicaStats(
    String name, State state, @Nullable Long lagBytes, @Nullable Duration lag, long served) {

  /** The states of a replica. Only the first serves reads; all others end by themselves. */
  public enum State {
    /** It serves the reads whose consistency it fulfills. */
    SERVING,
    /** It did not answer the last check, or failed a read since. */
    DOWN,
    /** It was promoted: it is a primary now. */
    PROMOTED,
    /** It follows another timeline, belongs to another cluster, or is of another database. */
    DIVERGED,
    /** Its connections share sessions, as behind a pooler, or hide the driver's connection. */
    SHARED
  }
}
