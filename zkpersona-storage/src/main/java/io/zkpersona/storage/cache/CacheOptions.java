package io.zkpersona.storage.cache;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of a manager's cache. Immutable; each method returns a changed copy.
 *
 * @param timeToLive how long a value is served at most, 10 milliseconds to 1 day, 30 seconds by
 *     default. It bounds how old a value may be of whose change the cache learns nothing: one that
 *     was written past the library or, without a shared cache, by another process
 * @param maximumEntries how many values a process holds, 1 to 100,000,000, 100,000 by default
 * @param longestWrite the longest time that a transaction may last, 1 second to 1 day, 5 minutes by
 *     default. For so long, values are not cached that a process was writing when it vanished
 * @param shared a cache that several processes share; null, the default, for none
 */
public record CacheOptions(
    Duration timeToLive,
    int maximumEntries,
    Duration longestWrite,
    SharedCache.@Nullable Provider shared) {

  private static final Duration SHORTEST_LIFE = Duration.ofMillis(10);
  private static final Duration SHORTEST_WRITE = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_ENTRIES = 100_000_000;
  private static final CacheOptions DEFAULTS =
      new CacheOptions(Duration.ofSeconds(30), 100_000, Duration.ofMinutes(5), null);

  /**
   * Checks the options.
   *
   * @throws ValidationException if a component is out of range, or a duration is null
   */
  public CacheOptions {
    requireBetween("timeToLive", timeToLive, SHORTEST_LIFE);
    requireBetween("longestWrite", longestWrite, SHORTEST_WRITE);
    if (maximumEntries < 1 || maximumEntries > MOST_ENTRIES) {
      throw new ValidationException(
          "maximumEntries", maximumEntries + " (expected: 1.." + MOST_ENTRIES + ")");
    }
  }

  private static void requireBetween(String name, Duration given, Duration shortest) {
    if (given == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
    if (given.compareTo(shortest) < 0 || given.compareTo(LONGEST) > 0) {
      throw new ValidationException(name, given + " (expected: " + shortest + ".." + LONGEST + ")");
    }
  }

  /**
   * Returns the defaults.
   *
   * @return values of 30 seconds, 100,000 of them, in this process only
   */
  public static CacheOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how long a value is served.
   *
   * @param timeToLive the time, 10 milliseconds to 1 day
   * @return a changed copy
   * @throws ValidationException if {@code timeToLive} is null or out of range
   */
  public CacheOptions timeToLive(Duration timeToLive) {
    return new CacheOptions(timeToLive, maximumEntries, longestWrite, shared);
  }

  /**
   * Sets how many values a process holds. The ones used least are dropped first.
   *
   * @param maximumEntries the number, 1 to 100,000,000
   * @return a changed copy
   * @throws ValidationException if {@code maximumEntries} is out of range
   */
  public CacheOptions maximumEntries(int maximumEntries) {
    return new CacheOptions(timeToLive, maximumEntries, longestWrite, shared);
  }

  /**
   * Sets the longest time that a transaction may last.
   *
   * @param longestWrite the time, 1 second to 1 day
   * @return a changed copy
   * @throws ValidationException if {@code longestWrite} is null or out of range
   */
  public CacheOptions longestWrite(Duration longestWrite) {
    return new CacheOptions(timeToLive, maximumEntries, longestWrite, shared);
  }

  /**
   * Sets a cache that several processes share, which also tells each of the others' writes.
   *
   * @param shared the cache, such as Redis
   * @return a changed copy
   * @throws ValidationException if {@code shared} is null
   */
  public CacheOptions shared(SharedCache.Provider shared) {
    if (shared == null) {
      throw new ValidationException("shared", "null (expected: a value)");
    }
    return new CacheOptions(timeToLive, maximumEntries, longestWrite, shared);
  }
}
