package io.zkpersona.storage.cache;

import io.zkpersona.domain.id.UserId;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cache that several processes share, such as Redis, below the cache of each process. Programs
 * choose one by {@link CacheOptions#shared}; its methods are called by the library only.
 *
 * <p>No call throws because the cache can't be reached, and none waits longer than its time limit.
 * Once a call has failed, the cache is out of use until it has made sure that nothing is served
 * that was stored before, since writes may have been missed meanwhile. Thread-safe.
 */
public interface SharedCache extends AutoCloseable {

  /** The lease of a value that was read without one. It is refused by {@link #put}. */
  String NO_LEASE = "";

  /** Opens the shared cache of a manager. */
  @FunctionalInterface
  interface Provider {

    /**
     * Opens the cache, whether or not it can be reached.
     *
     * @param schema the schema of the tables, which separates what is cached of several schemas
     * @param listener learns what must be dropped
     * @return the cache
     */
    SharedCache open(String schema, Listener listener);
  }

  /** Learns what a process must drop from its own cache. Thread-safe, and fast. */
  interface Listener {

    /**
     * Values were changed by some process, or are about to be.
     *
     * @param subject the values
     */
    void dropped(CacheSubject subject);

    /** Messages may have been missed: everything must be dropped. */
    void emptied();
  }

  /** The state of a looked-up value. */
  enum State {
    /** It is stored. */
    FOUND,
    /** It is not stored. The lease allows the caller to store it. */
    MISSING,
    /** It is being written: it must be read from the database, and not be stored. */
    WRITTEN,
    /** The cache can't be reached. */
    UNAVAILABLE
  }

  /**
   * The answer to a lookup. Instances are never compared.
   *
   * @param state the state
   * @param user the user to whom an alias leads; null if it leads nowhere, or none was asked for
   * @param value the stored value; null unless found
   * @param lease allows its holder to store a value that is read from now on; null unless missing
   * @param remaining how long the stored value may still be served
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(
      State state,
      @Nullable UserId user,
      byte @Nullable [] value,
      @Nullable String lease,
      Duration remaining) {

    /** The answer of a cache that can't be reached. */
    public static final Answer UNAVAILABLE =
        new Answer(State.UNAVAILABLE, null, null, null, Duration.ZERO);
  }

  /**
   * Looks up a value of one user.
   *
   * @param subject the kind and the user
   * @return the answer
   */
  Answer get(CacheSubject subject);

  /**
   * Looks up a value by an alias of its user.
   *
   * @param alias the alias
   * @return the answer; missing, without a user, if the alias leads nowhere
   */
  Answer get(CacheAlias alias);

  /**
   * Stores a value, unless it was written since the lease was given, or a newer version is stored.
   * A stored value of the same version, or of none, that differs is removed together with its
   * lease, since one of both is old. A value that is refused was got by a caller all the same:
   * afterwards no older one is stored under a lease that is already given.
   *
   * @param subject the kind and the user
   * @param lease the lease, taken before the value was read; {@link #NO_LEASE} if there was none
   * @param version the version, greater for newer values; 0 for a value without versions
   * @param value the value
   * @param timeToLive how long it may be served, from the time at which the lease was given
   * @return whether the value is stored now
   */
  boolean put(CacheSubject subject, String lease, long version, byte[] value, Duration timeToLive);

  /**
   * Stores to whom an alias leads. This is a hint: the value that is found by it is compared.
   *
   * @param alias the alias
   * @param user the user
   * @param timeToLive how long it is kept
   */
  void put(CacheAlias alias, UserId user, Duration timeToLive);

  /**
   * Removes values and the leases on them, and marks them as being written.
   *
   * @param writer names the mark
   * @param subjects the values
   * @param longest after which time the mark ends by itself
   */
  void mark(String writer, Set<CacheSubject> subjects, Duration longest);

  /**
   * Removes values and the leases on them, and ends the marks on them.
   *
   * @param writer names the marks
   * @param subjects the values
   */
  void unmark(String writer, Set<CacheSubject> subjects);

  /**
   * Called after a value was read past the cache, because that was unavailable, and before the
   * caller gets it: nothing older may be served later.
   *
   * @param subject the kind and the user
   */
  void readPast(CacheSubject subject);

  /**
   * Tells whether this process knows of all changes up to {@link #lag} ago, so that it may serve
   * from its own cache.
   *
   * @param nanoTime the current {@link System#nanoTime}
   * @return whether it does
   */
  boolean isCurrent(long nanoTime);

  /**
   * Returns after which time without messages a process does not serve from its own cache.
   *
   * @return the bound of {@link #isCurrent}
   */
  Duration lag();

  /** Closes all connections. */
  @Override
  void close();
}
