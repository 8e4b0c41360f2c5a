package io.zkpersona.storage.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import java.time.Duration;
import java.util.List;
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
  private static final class Silent extends NoSharedCache {

    private volatile boolean isCurrent = true;

    @Override
    public Answer get(CacheSubject subject) {
      return new Answer(State.MISSING, null, null, "lease", Duration.ZERO);
    }

    @Override
    public boolean put(
        CacheSubject subject, String lease, long version, byte[] value, Duration timeToLive) {
      return true;
    }

    @Override
    public boolean isCurrent(long nanoTime) {
      return isCurrent;
    }
  }
}
