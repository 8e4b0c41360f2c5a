package io.zkpersona.storage.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.internal.cache.NearCache.Lease;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NearCacheTest {

  private static final CacheSubject SUBJECT =
      new CacheSubject(CacheKind.PERMISSIONS, UserId.generate());

  private final NearCache cache =
      new NearCache(CacheOptions.defaults().timeToLive(Duration.ofHours(1)));
  private final long now = System.nanoTime();
  private final long later = now + Duration.ofMinutes(1).toNanos();

  private Object get() {
    return cache.get(SUBJECT, now);
  }

  private boolean put(Object value, long version) {
    return cache.put(SUBJECT, cache.lease(SUBJECT), value, version, later);
  }

  @Test
  void aValueIsServedUntilItsEnd() {
    put("a", 0);

    assertThat(get()).isEqualTo("a");
    assertThat(cache.get(SUBJECT, later - 1)).isEqualTo("a");
    assertThat(cache.get(SUBJECT, later)).isNull();
  }

  @Test
  void everyDropEndsTheLeasesFromBefore() {
    CacheSubject all = new CacheSubject(CacheKind.PERMISSIONS, null);
    for (Runnable drop :
        List.<Runnable>of(() -> cache.drop(SUBJECT), () -> cache.drop(all), cache::empty)) {
      put("old", 0);
      Lease lease = cache.lease(SUBJECT);
      drop.run();

      assertThat(get()).isNull();
      assertThat(cache.put(SUBJECT, lease, "old", 0, later)).isFalse();
      assertThat(get()).isNull();
      assertThat(put("new", 0)).isTrue();
      assertThat(get()).isEqualTo("new");
      cache.drop(SUBJECT);
    }
  }

  @Test
  void aDropOfAnotherKindChangesNothing() {
    put("a", 0);
    cache.drop(new CacheSubject(CacheKind.USER, SUBJECT.user()));
    cache.drop(new CacheSubject(CacheKind.USER, null));

    assertThat(get()).isEqualTo("a");
  }

  @Test
  void theNewerOfTwoVersionsStays() {
    assertThat(put("2", 2)).isTrue();
    assertThat(put("1", 1)).isTrue();
    assertThat(get()).isEqualTo("2");
    assertThat(put("3", 3)).isTrue();
    assertThat(get()).isEqualTo("3");
  }

  @Test
  void ofTwoValuesWithoutVersionsThatDifferNeitherStays() {
    put("a", 0);
    assertThat(put("a", 0)).isTrue();
    assertThat(get()).isEqualTo("a");

    assertThat(put("b", 0)).isFalse();
    assertThat(get()).isNull();
  }

  @Test
  void readersThatAreRefusedDoNotKeepOutOneThatReadTheSame() {
    Lease slow = cache.lease(SUBJECT);
    cache.drop(SUBJECT);
    Lease next = cache.lease(SUBJECT);

    assertThat(cache.put(SUBJECT, slow, "new", 0, later)).isFalse();
    cache.see(SUBJECT, "new", 0);
    assertThat(get()).isNull();
    assertThat(cache.put(SUBJECT, next, "new", 0, later)).isTrue();
    assertThat(get()).isEqualTo("new");
  }

  @Test
  void afterAValueWasSeenNoOtherIsPutUnderALeaseFromBefore() {
    Lease slow = cache.lease(SUBJECT);
    cache.see(SUBJECT, "new", 0);

    assertThat(cache.put(SUBJECT, slow, "old", 0, later)).isFalse();
    assertThat(get()).isNull();
    assertThat(cache.put(SUBJECT, slow, "old", 0, later)).isFalse();
    assertThat(get()).isNull();
  }

  @Test
  void afterAValueWasSeenNoOlderVersionIsPut() {
    Lease slow = cache.lease(SUBJECT);
    cache.see(SUBJECT, "2", 2);

    assertThat(cache.put(SUBJECT, slow, "1", 1, later)).isFalse();
    assertThat(get()).isNull();
    assertThat(cache.put(SUBJECT, slow, "2", 2, later)).isTrue();
    cache.see(SUBJECT, "1", 1);
    assertThat(get()).isEqualTo("2");
    cache.see(SUBJECT, "3", 3);
    assertThat(get()).isNull();
  }

  @Test
  void aServedValueStaysIfTheSameWasSeenAndEndsIfAnotherWas() {
    put("there", 0);
    Lease slow = cache.lease(SUBJECT);
    cache.see(SUBJECT, "there", 0);
    assertThat(get()).isEqualTo("there");

    cache.see(SUBJECT, "other", 0);
    assertThat(get()).isNull();
    assertThat(cache.put(SUBJECT, slow, "there", 0, later)).isFalse();
    assertThat(put("there", 0)).isTrue();
  }

  @Test
  void aConflictEndsTheLeasesFromBefore() {
    Lease slow = cache.lease(SUBJECT);
    put("a", 0);
    put("b", 0);

    assertThat(cache.put(SUBJECT, slow, "a", 0, later)).isFalse();
    assertThat(get()).isNull();
  }

  @Test
  void aLaterReadReplacesWhatWasSeenBefore() {
    cache.see(SUBJECT, "old", 2);
    long seen = System.nanoTime();
    Lease next = cache.lease(SUBJECT);
    while (next.taken() == seen) {
      next = cache.lease(SUBJECT);
    }

    assertThat(cache.put(SUBJECT, next, "new", 1, later)).isTrue();
    assertThat(get()).isEqualTo("new");
  }

  @Test
  void anEvictionEndsTheLeasesFromBefore() {
    NearCache small = new NearCache(CacheOptions.defaults().maximumEntries(1));
    Lease slow = small.lease(SUBJECT);
    small.put(SUBJECT, small.lease(SUBJECT), "new", 0, later);
    while (small.get(SUBJECT, now) != null) {
      CacheSubject other = new CacheSubject(CacheKind.USER, UserId.generate());
      small.put(other, small.lease(other), "a", 1, later);
      small.get(other, now);
    }

    assertThat(small.put(SUBJECT, slow, "old", 0, later)).isFalse();
    assertThat(small.get(SUBJECT, now)).isNull();
  }

  @Test
  void aRefusedValueIsNotTakenForTheOneThatIsThere() {
    Lease ended = cache.lease(SUBJECT);
    cache.drop(SUBJECT);
    put("there", 0);

    assertThat(cache.put(SUBJECT, ended, "there", 0, later)).isTrue();
    assertThat(get()).isEqualTo("there");
    assertThat(cache.put(SUBJECT, ended, "other", 0, later)).isFalse();
    assertThat(get()).isNull();
  }

  @Test
  void noMoreValuesAreHeldThanAllowed() {
    NearCache small = new NearCache(CacheOptions.defaults().maximumEntries(10));
    Stream.generate(() -> new CacheSubject(CacheKind.USER, UserId.generate()))
        .limit(1_000)
        .forEach(subject -> small.put(subject, small.lease(subject), "a", 1, later));

    assertThat(small.size()).isEqualTo(10);
    assertThat(small.evictions()).isEqualTo(990);
  }
}
