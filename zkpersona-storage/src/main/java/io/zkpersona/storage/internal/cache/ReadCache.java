package io.zkpersona.storage.internal.cache;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheAlias;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import io.zkpersona.storage.cache.SharedCache.Answer;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.CacheStats.Channel;
import io.zkpersona.storage.internal.cache.NearCache.Alias;
import io.zkpersona.storage.internal.execution.WriteWatch;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cache of a manager: values in memory, above a shared cache if there is one. Thread-safe. */
public final class ReadCache implements WriteWatch, AutoCloseable {

  private final CacheOptions options;
  private final NearCache near;
  private final Marks marks = new Marks();
  private final @Nullable SharedCache shared;
  private final Counters counters = new Counters();
  private final Misses misses;

  private ReadCache(CacheOptions options, String schema) {
    this.options = options;
    this.near = new NearCache(options);
    SharedCache.Provider provider = options.shared();
    this.shared =
        provider == null
            ? null
            : provider.open(schema + ":" + SharedForm.FORMAT, new Dropping(near));
    this.misses = new Misses(near, marks, shared, options.timeToLive(), counters);
  }

  private record Dropping(NearCache near) implements SharedCache.Listener {

    @Override
    public void dropped(CacheSubject subject) {
      near.drop(subject);
    }

    @Override
    public void emptied() {
      near.empty();
    }
  }

  /**
   * Opens a cache.
   *
   * @param schema the schema of the tables
   * @throws ConfigurationException if Caffeine is missing
   */
  public static ReadCache open(CacheOptions options, String schema) {
    try {
      return new ReadCache(options, schema);
    } catch (NoClassDefFoundError e) {
      throw new ConfigurationException(
          "cache",
          "a class that it needs is missing (expected: the dependency"
              + " com.github.ben-manes.caffeine:caffeine on the class path)",
          e);
    }
  }

  /** Returns a value of a user; loads it if it is not cached. Null if there is none. */
  public <T> @Nullable T get(CachedKind<T> kind, UserId user, Supplier<Loaded<T>> load) {
    CacheSubject subject = new CacheSubject(kind.kind(), user);
    T hit = hit(kind, subject);
    return hit == null ? misses.read(kind, subject, user, load) : hit;
  }

  private <T> @Nullable T hit(CachedKind<T> kind, CacheSubject subject) {
    long now = System.nanoTime();
    if (shared != null && !shared.isCurrent(now)) {
      return null;
    }
    Object value = near.get(subject, now);
    if (value == null) {
      return null;
    }
    counters.hits.increment();
    return kind.cast(value);
  }

  /**
   * A unique value by which a user is looked up.
   *
   * @param text the unique value
   * @param leadsTo reads the user to whom it leads from the database
   * @param holds tells whether a value belongs to it: to whom it leads may have changed
   */
  public record Unique<T>(
      String text, Supplier<Optional<UserId>> leadsTo, Predicate<? super T> holds) {}

  /**
   * Returns a value of the user to whom a unique value leads.
   *
   * @return the value; empty if it leads to nobody, or if that can't be told from the cache
   */
  public <T> Optional<T> get(
      CachedKind<T> kind, Unique<T> unique, Function<UserId, Loaded<T>> load) {
    Alias alias = new Alias(kind.kind(), unique.text());
    UserId known = near.find(alias);
    if (known != null) {
      T value = get(kind, known, () -> load.apply(known));
      if (value != null && unique.holds().test(value)) {
        return Optional.of(value);
      }
      near.forget(alias);
    } else if (shared != null) {
      T value = aliased(shared, kind, alias);
      if (value != null && unique.holds().test(value)) {
        return Optional.of(value);
      }
    }
    UserId user = unique.leadsTo().get().orElse(null);
    if (user == null) {
      return Optional.empty();
    }
    near.put(alias, user);
    if (shared != null) {
      shared.put(hashed(alias), user, options.timeToLive());
    }
    return Optional.ofNullable(get(kind, user, () -> load.apply(user))).filter(unique.holds());
  }

  private static CacheAlias hashed(Alias alias) {
    return new CacheAlias(alias.kind(), SharedForm.hash(alias.unique()));
  }

  /** Looks up a value by alias in the shared cache; null if it is not there. */
  private <T> @Nullable T aliased(SharedCache from, CachedKind<T> kind, Alias alias) {
    Answer answer = from.get(hashed(alias));
    UserId user = answer.user();
    if (user == null) {
      return null;
    }
    near.put(alias, user);
    return answered(kind, user, answer);
  }

  /** Returns a value that was found by an alias, before a lease could be taken on it. */
  private <T> @Nullable T answered(CachedKind<T> kind, UserId user, Answer answer) {
    byte[] bytes = answer.value();
    CacheSubject subject = new CacheSubject(kind.kind(), user);
    if (bytes == null || marks.isWritten(subject)) {
      return null;
    }
    T value = SharedForm.read(kind, user, bytes);
    if (value != null) {
      counters.sharedHits.increment();
      misses.seen(kind, subject, value);
    }
    return value;
  }

  @Override
  public Writing open() {
    return new MarkedWrites(near, marks, shared, options.longestWrite());
  }

  /** Drops all values, also of the shared cache: something was written past the library. */
  public void empty() {
    Writing writing = open();
    writing.touch(
        Stream.of(CacheKind.values())
            .map(kind -> new CacheSubject(kind, null))
            .collect(Collectors.toSet()));
    writing.end(true);
    near.empty();
  }

  /** Returns the figures. */
  public CacheStats stats() {
    Channel channel =
        shared == null
            ? Channel.NONE
            : shared.isCurrent(System.nanoTime()) ? Channel.CURRENT : Channel.BROKEN;
    return counters.stats(near, shared == null ? options.timeToLive() : shared.lag(), channel);
  }

  @Override
  public void close() {
    near.empty();
    if (shared != null) {
      shared.close();
    }
  }
}
