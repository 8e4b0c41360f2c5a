package io.zkpersona.storage.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheAlias;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is in memory is neither served nor put while messages do not arrive. */
class SharedReadTest {

  private static final UserId USER = UserId.generate();

  private final Silent shared = new Silent();
  private final ReadCache cache =
      ReadCache.open(CacheOptions.defaults().shared((schema, listener) -> shared), "s");

  private String read(String stored) {
    List<String> read =
        cache.get(CachedKind.PERMISSIONS, USER, () -> new Loaded<>(List.of(stored), null));
    return read == null ? "" : read.get(0);
  }

  @Test
  void aValueInMemoryIsNotServedWhileNoMessagesArrive() {
    assertThat(read("old")).isEqualTo("old");
    assertThat(read("new")).isEqualTo("old");
    shared.isCurrent = false;

    assertThat(read("new")).isEqualTo("new");
  }

  @Test
  void noValueIsPutInMemoryWhileNoMessagesArrive() {
    shared.isCurrent = false;
    assertThat(read("old")).isEqualTo("old");
    shared.isCurrent = true;

    assertThat(read("new")).isEqualTo("new");
    assertThat(cache.stats().refusals()).isOne();
  }

  /** Takes every value and returns none. */
  private static final class Silent implements SharedCache {

    private volatile boolean isCurrent = true;

    @Override
    public Answer get(CacheSubject subject) {
      return new Answer(State.MISSING, null, null, "lease", Duration.ZERO);
    }

    @Override
    public Answer get(CacheAlias alias) {
      return Answer.UNAVAILABLE;
    }

    @Override
    public boolean put(
        CacheSubject subject, String lease, long version, byte[] value, Duration timeToLive) {
      return true;
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
      return isCurrent;
    }

    @Override
    public Duration lag() {
      return Duration.ZERO;
    }

    @Override
    public void close() {}
  }
}
