package io.zkpersona.storage.internal.cache;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheAlias;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import java.time.Duration;
import java.util.Set;

/** A shared cache that is out of reach; tests override the calls they are about. */
public class NoSharedCache implements SharedCache {

  @Override
  public Answer get(CacheSubject subject) {
    return Answer.UNAVAILABLE;
  }

  @Override
  public Answer get(CacheAlias alias) {
    return Answer.UNAVAILABLE;
  }

  @Override
  public boolean put(
      CacheSubject subject, String lease, long version, byte[] value, Duration timeToLive) {
    return false;
  }

  @Override
  public void put(CacheAlias alias, UserId user, Duration timeToLive) {}

  @Override
  public void mark(String writer, Set<CacheSubject> subjects, Duration longest) {}

  @Override
  public void unmark(String writer, Set<CacheSubject> subjects) {}

  @Override
  public void readPast(CacheSubject subject) {}

  @Override
  public boolean isCurrent(long nanoTime) {
    return false;
  }

  @Override
  public Duration lag() {
    return Duration.ZERO;
  }

  @Override
  public void close() {}
}
