package io.zkpersona.storage.internal.cache;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import io.zkpersona.storage.cache.SharedCache.Answer;
import io.zkpersona.storage.internal.cache.NearCache.Lease;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is not in memory, from the shared cache or the database.
 *
 * <p>A value that a caller gets is put in memory, or noted there as seen, so that no slower reader
 * can put another one: no caller gets an older value later. Thread-safe.
 */
final class Misses {

  private final NearCache near;
  private final Marks marks;
  private final @Nullable SharedCache shared;
  private final Duration timeToLive;
  private final Counters counters;

  Misses(
      NearCache near,
      Marks marks,
      @Nullable SharedCache shared,
      Duration timeToLive,
      Counters counters) {
    this.near = near;
    this.marks = marks;
    this.shared = shared;
    this.timeToLive = timeToLive;
    this.counters = counters;
  }

  /**
   * A read of a value that is not in memory.
   *
   * @param lease taken before anything else was asked about the value
   * @param start the {@link System#nanoTime} before the value was asked for
   */
  private record Miss<T>(
      CachedKind<T> kind,
      CacheSubject subject,
      UserId user,
      Lease lease,
      long start,
      Supplier<Loaded<T>> load) {}

  /** Returns a value that is not in memory; null if there is none. */
  <T> @Nullable T read(
      CachedKind<T> kind, CacheSubject subject, UserId user, Supplier<Loaded<T>> load) {
    Lease lease = near.lease(subject);
    if (marks.isWritten(subject)) {
      return passed(kind, subject, user, load);
    }
    Miss<T> miss = new Miss<>(kind, subject, user, lease, System.nanoTime(), load);
    if (shared == null) {
      return alone(miss);
    }
    Answer answer = shared.get(subject);
    return switch (answer.state()) {
      case FOUND -> found(shared, miss, answer);
      case MISSING -> missing(shared, miss, answer);
      case WRITTEN -> passed(kind, subject, user, load);
      case UNAVAILABLE -> past(shared, miss);
    };
  }

  private <T> @Nullable T alone(Miss<T> miss) {
    counters.misses.increment();
    Loaded<T> loaded = miss.load.get();
    T value = loaded.value();
    if (value != null) {
      keep(miss, value, until(miss.start, loaded));
    }
    return value;
  }

  private <T> @Nullable T found(SharedCache from, Miss<T> miss, Answer answer) {
    byte[] bytes = answer.value();
    T value = bytes == null ? null : SharedForm.read(miss.kind, miss.user, bytes);
    if (value == null) {
      return past(from, miss);
    }
    counters.sharedHits.increment();
    keep(miss, value, miss.start + answer.remaining().toNanos());
    return value;
  }

  private <T> @Nullable T missing(SharedCache to, Miss<T> miss, Answer answer) {
    counters.misses.increment();
    Loaded<T> loaded = miss.load.get();
    T value = loaded.value();
    if (value == null) {
      to.readPast(miss.subject);
      near.drop(miss.subject);
      return null;
    }
    long until = until(miss.start, loaded);
    Duration life = Duration.ofNanos(until - miss.start);
    String granted = answer.lease();
    byte[] bytes = life.toMillis() == 0 ? null : SharedForm.write(miss.kind, miss.user, value);
    if (granted == null || bytes == null) {
      to.readPast(miss.subject);
    } else if (to.put(miss.subject, granted, miss.kind.version(value), bytes, life)) {
      keep(miss, value, until);
      return value;
    }
    counters.refusals.increment();
    seen(miss.kind, miss.subject, value);
    return value;
  }

  /** Loads a value past the shared cache, which must not serve an older one afterwards. */
  private <T> @Nullable T past(SharedCache unused, Miss<T> miss) {
    counters.passes.increment();
    T value = miss.load.get().value();
    unused.readPast(miss.subject);
    seen(miss.kind, miss.subject, value);
    return value;
  }

  private <T> void keep(Miss<T> miss, T value, long until) {
    if (shared != null && !shared.isCurrent(System.nanoTime())) {
      counters.refusals.increment();
      seen(miss.kind, miss.subject, value);
    } else if (!near.put(miss.subject, miss.lease, value, miss.kind.version(value), until)) {
      counters.refusals.increment();
    }
  }

  /** Notes that a caller gets a value that was not put. */
  <T> void seen(CachedKind<T> kind, CacheSubject subject, @Nullable T value) {
    if (value == null) {
      near.drop(subject);
    } else {
      near.see(subject, value, kind.version(value));
    }
  }

  private long until(long start, Loaded<?> loaded) {
    Duration validFor = loaded.validFor();
    long longest = timeToLive.toNanos();
    return start
        + (validFor == null ? longest : Math.min(longest, Math.max(0, validFor.toNanos())));
  }

  private <T> @Nullable T passed(
      CachedKind<T> kind, CacheSubject subject, UserId user, Supplier<Loaded<T>> load) {
    counters.passes.increment();
    T value = load.get().value();
    if (shared != null) {
      byte[] bytes = value == null ? null : SharedForm.write(kind, user, value);
      if (value == null || bytes == null) {
        shared.readPast(subject);
      } else {
        shared.put(subject, SharedCache.NO_LEASE, kind.version(value), bytes, timeToLive);
      }
    }
    seen(kind, subject, value);
    return value;
  }
}
