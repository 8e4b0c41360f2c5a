package io.zkpersona.micrometer;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheAlias;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A shared cache of one manager, on the heap. */
final class HeapCache implements SharedCache, SharedCache.Provider {

  private final Map<CacheSubject, byte[]> values = new ConcurrentHashMap<>();
  private @Nullable Listener listener;
  private volatile boolean isConnected = true;
  private volatile boolean isRefusing;

  @Override
  public SharedCache open(String schema, Listener told) {
    listener = told;
    return this;
  }

  /** Makes the manager drop what it has in memory. */
  void tellEmptied() {
    Objects.requireNonNull(listener).emptied();
  }

  /** Takes no value from now on, as if each was written meanwhile. */
  void refuse() {
    isRefusing = true;
  }

  /** Is out of reach from now on. */
  void disconnect() {
    isConnected = false;
  }

  @Override
  public Answer get(CacheSubject subject) {
    if (!isConnected) {
      return Answer.UNAVAILABLE;
    }
    byte[] value = values.get(subject);
    return value == null
        ? new Answer(State.MISSING, null, null, "lease", Duration.ZERO)
        : new Answer(State.FOUND, null, value, null, Duration.ofMinutes(1));
  }

  @Override
  public Answer get(CacheAlias alias) {
    return new Answer(State.MISSING, null, null, null, Duration.ZERO);
  }

  @Override
  public boolean put(
      CacheSubject subject, String lease, long version, byte[] value, Duration timeToLive) {
    if (isRefusing || lease.equals(NO_LEASE)) {
      return false;
    }
    values.put(subject, value);
    return true;
  }

  @Override
  public void put(CacheAlias alias, UserId user, Duration timeToLive) {}

  @Override
  public void mark(String writer, Set<CacheSubject> subjects, Duration longest) {
    subjects.forEach(this::remove);
  }

  @Override
  public void unmark(String writer, Set<CacheSubject> subjects) {
    subjects.forEach(this::remove);
  }

  @Override
  public void readPast(CacheSubject subject) {
    remove(subject);
  }

  private void remove(CacheSubject subject) {
    values
        .keySet()
        .removeIf(
            one ->
                one.kind() == subject.kind()
                    && (subject.user() == null || subject.user().equals(one.user())));
  }

  @Override
  public boolean isCurrent(long nanoTime) {
    return isConnected;
  }

  @Override
  public Duration lag() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void close() {}
}
