package io.zkpersona.storage.health;

import java.time.Duration;

/**
 * The figures of a manager's cache since the manager was opened. Immutable.
 *
 * @param hits the reads served from the memory of this process
 * @param sharedHits the reads served from the shared cache
 * @param misses the reads served by the database, after which the value was offered to the cache
 * @param passes the reads served by the database because the value was being written, or because
 *     the shared cache was not available
 * @param refusals the values that were read and not stored, since they might have been old
 * @param evictions the values dropped from the memory of this process for want of room or by age
 * @param entries the number of values in the memory of this process, with those that are not served
 *     but compared with slower reads
 * @param staleness how old a value may be that another process has changed; until its end the
 *     change is known to every process that is connected to the shared cache. Without a shared
 *     cache this is the time to live
 * @param channel whether changes by other processes arrive
 */
public record CacheStats(
    long hits,
    long sharedHits,
    long misses,
    long passes,
    long refusals,
    long evictions,
    long entries,
    Duration staleness,
    Channel channel) {

  /** The state of the messages from other processes. */
  public enum Channel {
    /** There is no shared cache. */
    NONE,
    /** They arrive. */
    CURRENT,
    /** They do not arrive. Reads are served by the database, and nothing is cached. */
    BROKEN
  }

  /**
   * Returns the part of the reads that no database served.
   *
   * @return 0 to 1; 0 if there were no reads
   */
  public double hitRatio() {
    long served = hits + sharedHits;
    long all = served + misses + passes;
    return all == 0 ? 0 : (double) served / all;
  }
}
