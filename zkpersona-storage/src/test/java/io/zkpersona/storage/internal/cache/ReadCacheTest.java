package io.zkpersona.storage.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.internal.execution.WriteWatch.Writing;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadCacheTest {

  private static final UserId USER = UserId.generate();
  private static final Set<CacheSubject> WRITTEN =
      Set.of(new CacheSubject(CacheKind.PERMISSIONS, USER));

  private final ReadCache cache =
      ReadCache.open(CacheOptions.defaults().longestWrite(Duration.ofSeconds(1)), "s");
  private final AtomicInteger stored = new AtomicInteger();

  private List<String> read() {
    return cache.get(CachedKind.PERMISSIONS, USER, this::load);
  }

  private Loaded<List<String>> load() {
    return new Loaded<>(List.of(Integer.toString(stored.get())), null);
  }

  private void write(Writing writing) {
    writing.touch(WRITTEN);
    stored.incrementAndGet();
  }

  @Test
  void aValueIsLoadedOnce() {
    read();
    stored.incrementAndGet();

    assertThat(read()).containsExactly("0");
    assertThat(cache.stats().hits()).isOne();
    assertThat(cache.stats().misses()).isOne();
  }

  @Test
  void nothingIsCachedWhileAnyOfSeveralWritersWrites() {
    Writing first = cache.open();
    Writing second = cache.open();
    write(first);
    write(second);
    first.end(true);
    read();
    stored.incrementAndGet();
    assertThat(read()).containsExactly("3");
    second.end(true);
    read();
    stored.incrementAndGet();

    assertThat(read()).containsExactly("3");
  }

  @Test
  void aReaderOverWhichAWriteBeganPutsNothing() {
    List<String> slow =
        cache.get(
            CachedKind.PERMISSIONS,
            USER,
            () -> {
              Loaded<List<String>> loaded = load();
              Writing writing = cache.open();
              write(writing);
              writing.end(true);
              return loaded;
            });

    assertThat(slow).containsExactly("0");
    assertThat(read()).containsExactly("1");
    assertThat(cache.stats().refusals()).isOne();
  }

  @Test
  void aValueThatIsBeingWrittenIsNotServed() {
    read();
    Writing writing = cache.open();
    write(writing);

    assertThat(read()).containsExactly("1");
    writing.end(true);
    assertThat(read()).containsExactly("1");
  }

  @Test
  void nothingIsServedOfAKindThatIsBeingWrittenForAllUsers() {
    Writing writing = cache.open();
    writing.touch(Set.of(new CacheSubject(CacheKind.PERMISSIONS, null)));
    read();
    stored.incrementAndGet();
    assertThat(read()).containsExactly("1");
    writing.end(true);
    read();
    stored.incrementAndGet();

    assertThat(read()).containsExactly("1");
  }

  @Test
  void theEndOfAWriteDropsWhatWasCachedAfterItsMarkHadEnded() {
    Writing writing = cache.open();
    writing.touch(WRITTEN);
    Eventually.holds("the end of the mark", this::isHit);
    stored.incrementAndGet();
    writing.end(true);

    assertThat(read()).containsExactly("1");
  }

  @Test
  void theEndOfAWriteOfUnknownOutcomeDropsWhatWasCachedAfterItsMarkHadEnded() {
    Writing writing = cache.open();
    writing.touch(WRITTEN);
    Eventually.holds("the end of the mark", this::isHit);
    stored.incrementAndGet();
    writing.end(false);

    assertThat(read()).containsExactly("1");
  }

  private boolean isHit() {
    long hits = cache.stats().hits();
    read();
    return cache.stats().hits() > hits;
  }

  /** Any number of them: else the readers of one value would refuse each other forever. */
  @Test
  void aReaderThatIsRefusedDoesNotRefuseALaterOne() {
    Overlap first = new Overlap();
    Writing writing = cache.open();
    write(writing);
    writing.end(true);
    Overlap second = new Overlap();
    first.end();
    assertThat(cache.stats().refusals()).isOne();
    second.end();

    assertThat(cache.stats().refusals()).isOne();
    assertThat(isHit()).isTrue();
  }

  /** A read that began, and whose value is loaded at its end. */
  private final class Overlap {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch latch = new CountDownLatch(1);
    private final CompletableFuture<List<String>> reading;

    Overlap() {
      reading =
          OwnThreads.supply(
              () ->
                  cache.get(
                      CachedKind.PERMISSIONS,
                      USER,
                      () -> {
                        reached.countDown();
                        await(latch);
                        return load();
                      }));
      await(reached);
    }

    void end() {
      latch.countDown();
      reading.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWriteOfUnknownOutcomeKeepsTheValueOutUntilItCanNotBeCommittedAnyMore() {
    read();
    Writing writing = cache.open();
    writing.touch(WRITTEN);
    writing.end(false);
    assertThat(read()).containsExactly("0");
    stored.incrementAndGet();

    assertThat(read()).containsExactly("1");
    Eventually.holds(
        "a value that is cached again",
        () -> {
          long hits = cache.stats().hits();
          read();
          return cache.stats().hits() > hits;
        });
  }

  @Test
  void aValueIsServedNoLongerThanItHolds() {
    Duration moment = Duration.ofMillis(200);
    cache.get(CachedKind.PERMISSIONS, USER, () -> new Loaded<>(List.of("brief"), moment));
    stored.incrementAndGet();

    Eventually.holds("the end of the value", () -> read().contains("1"));
    cache.get(CachedKind.PERMISSIONS, UserId.generate(), () -> new Loaded<>(null, null));
  }
}
