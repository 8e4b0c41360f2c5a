package io.zkpersona.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import io.zkpersona.storage.cache.SharedCache.Answer;
import io.zkpersona.storage.cache.SharedCache.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the scripts promise, one call at a time. */
class SharedCacheIT {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final CacheSubject ONE = new CacheSubject(CacheKind.USER, UserId.generate());
  private static final CacheSubject ANOTHER = new CacheSubject(CacheKind.USER, UserId.generate());
  private static final CacheSubject ALL = new CacheSubject(CacheKind.USER, null);

  private static RedisServer redis;

  private final Heard heard = new Heard();
  private SharedCache cache;
  private SharedCache listening;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void open() {
    redis.call(RedisCommands::flushall);
    cache = opened(new Heard());
    listening = opened(heard);
  }

  private static SharedCache opened(SharedCache.Listener listener) {
    return RedisCache.at(redis.url())
        .commandTimeout(Duration.ofSeconds(5))
        .lag(Duration.ofSeconds(30))
        .open("s", listener);
  }

  @AfterEach
  void close() {
    cache.close();
    listening.close();
  }

  private static final class Heard implements SharedCache.Listener {

    private final Queue<CacheSubject> dropped = new ConcurrentLinkedQueue<>();

    @Override
    public void dropped(CacheSubject subject) {
      dropped.add(subject);
    }

    @Override
    public void emptied() {}
  }

  private State state(CacheSubject subject) {
    return cache.get(subject).state();
  }

  private String lease(CacheSubject subject) {
    return cache.get(subject).lease();
  }

  private boolean put(String lease, long version, String value) {
    return cache.put(ONE, lease, version, value.getBytes(StandardCharsets.UTF_8), HOUR);
  }

  private String stored() {
    byte[] value = cache.get(ONE).value();
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Test
  void aStoredValueLivesFromTheTimeOfItsLeaseOn() {
    assertThat(put(lease(ONE), 1, "a")).isTrue();

    Answer found = cache.get(ONE);
    assertThat(found.state()).isEqualTo(State.FOUND);
    assertThat(found.remaining()).isBetween(Duration.ofMinutes(50), HOUR);
    assertThat(cache.put(ANOTHER, lease(ANOTHER), 1, new byte[] {1}, MOMENT)).isTrue();
    Databases.eventually("the end of the value", () -> state(ANOTHER) == State.MISSING);
  }

  @Test
  void aMarkKeepsTheValueOutUntilEachWriterHasEnded() {
    put(lease(ONE), 1, "a");
    for (CacheSubject marked : new CacheSubject[] {ONE, ALL}) {
      cache.mark("first", Set.of(marked), HOUR);
      cache.mark("second", Set.of(marked), HOUR);
      assertThat(state(ONE)).isEqualTo(State.WRITTEN);
      cache.unmark("first", Set.of(marked));
      assertThat(state(ONE)).isEqualTo(State.WRITTEN);
      cache.unmark("second", Set.of(marked));
      assertThat(state(ONE)).isEqualTo(State.MISSING);
    }
  }

  @Test
  void aMarkOfOneUserLeavesTheOthers() {
    cache.mark("writer", Set.of(ONE), HOUR);

    assertThat(state(ANOTHER)).isEqualTo(State.MISSING);
    assertThat(state(new CacheSubject(CacheKind.SESSIONS, ONE.user()))).isEqualTo(State.MISSING);
  }

  @Test
  void aShorterMarkDoesNotEndALongerOne() {
    cache.mark("long", Set.of(ONE), HOUR);
    cache.mark("short", Set.of(ONE, ANOTHER), MOMENT);
    Databases.eventually("the end of the short mark", () -> state(ANOTHER) != State.WRITTEN);

    assertThat(state(ONE)).isEqualTo(State.WRITTEN);
    cache.unmark("long", Set.of(ONE));
    Databases.eventually("the end of both marks", () -> state(ONE) == State.MISSING);
  }

  @Test
  void aMarkEndsByItselfAlthoughOthersHaveMarkedLonger() {
    cache.mark("vanished", Set.of(ONE), MOMENT);
    cache.mark("long", Set.of(ONE), HOUR);
    cache.unmark("long", Set.of(ONE));

    Databases.eventually("the end of the mark", () -> state(ONE) == State.MISSING);
  }

  @Test
  void everyDropRemovesTheValueAndItsLease() {
    for (Runnable drop :
        new Runnable[] {
          () -> cache.mark("writer", Set.of(ONE), HOUR),
          () -> cache.unmark("writer", Set.of(ONE)),
          () -> cache.mark("writer", Set.of(ALL), HOUR),
          () -> cache.unmark("writer", Set.of(ALL)),
          () -> cache.readPast(ONE)
        }) {
      cache.unmark("writer", Set.of(ONE, ALL));
      String early = lease(ONE);
      assertThat(put(early, 1, "a")).isTrue();
      drop.run();
      cache.unmark("writer", Set.of(ONE, ALL));

      assertThat(state(ONE)).isEqualTo(State.MISSING);
      assertThat(put(early, 1, "a")).isFalse();
      assertThat(stored()).isNull();
    }
  }

  @Test
  void everyDropIsHeard() {
    cache.mark("writer", Set.of(ONE), HOUR);
    Databases.eventually("the mark", () -> heard.dropped.remove(ONE));
    cache.unmark("writer", Set.of(ONE));
    Databases.eventually("its end", () -> heard.dropped.remove(ONE));
    cache.readPast(ALL);
    Databases.eventually("a drop", () -> heard.dropped.remove(ALL));
  }

  @Test
  void ofTwoFillsUnderALeaseTheNewerStays() {
    String lease = lease(ONE);
    assertThat(lease(ONE).replaceFirst("/[0-9]+$", ""))
        .isEqualTo(lease.replaceFirst("/[0-9]+$", ""));

    assertThat(put(lease, 2, "second")).isTrue();
    assertThat(put(lease, 1, "first")).isFalse();
    assertThat(stored()).isEqualTo("second");
    assertThat(put(lease, 3, "third")).isTrue();
    assertThat(stored()).isEqualTo("third");
  }

  @Test
  void ofTwoFillsUnderALeaseThatDifferNeitherStays() {
    String lease = lease(ONE);
    assertThat(put(lease, 0, "a")).isTrue();
    assertThat(put(lease, 0, "a")).isTrue();
    assertThat(put(lease, 0, "b")).isFalse();

    assertThat(stored()).isNull();
    assertThat(put(lease, 0, "a")).isFalse();
    assertThat(put(lease, 0, "b")).isFalse();
    assertThat(stored()).isNull();
  }

  @Test
  void afterARefusedValueNoOtherIsStoredUnderALeaseFromBefore() {
    String ended = lease(ONE);
    cache.readPast(ONE);
    String slow = lease(ONE);
    assertThat(put(ended, 0, "new")).isFalse();

    assertThat(put(slow, 0, "old")).isFalse();
    assertThat(put(slow, 0, "old")).isFalse();
    assertThat(stored()).isNull();
  }

  @Test
  void afterARefusedValueNoOlderVersionIsStoredUnderALeaseFromBefore() {
    String ended = lease(ONE);
    cache.readPast(ALL);
    String slow = lease(ONE);
    assertThat(put(ended, 2, "new")).isFalse();

    assertThat(put(slow, 1, "old")).isFalse();
    assertThat(stored()).isNull();
    assertThat(put(slow, 3, "newer")).isTrue();
    assertThat(stored()).isEqualTo("newer");
    assertThat(put(ended, 2, "new")).isFalse();
    assertThat(stored()).isEqualTo("newer");
    assertThat(put(ended, 4, "newest")).isFalse();
    assertThat(stored()).isNull();
  }

  /** Else the readers of one value would refuse each other forever. */
  @Test
  void aRefusedValueDoesNotKeepOutTheSame() {
    String ended = lease(ONE);
    cache.readPast(ONE);
    String next = lease(ONE);

    assertThat(put(ended, 0, "new")).isFalse();
    assertThat(stored()).isNull();
    assertThat(put(next, 0, "new")).isTrue();
    assertThat(put(ended, 0, "new")).isFalse();
    assertThat(stored()).isEqualTo("new");
  }

  @Test
  void aValueWithoutALeaseIsComparedAndNotStored() {
    String slow = lease(ONE);
    assertThat(put(SharedCache.NO_LEASE, 0, "new")).isFalse();
    assertThat(stored()).isNull();
    assertThat(put(slow, 0, "old")).isFalse();
    assertThat(stored()).isNull();
  }

  @Test
  void aRefusedValueIsNotKeptIfNobodyCouldStoreAnother() {
    String ended = lease(ONE);
    cache.readPast(ONE);
    assertThat(put(ended, 0, "new")).isFalse();

    assertThat(put(lease(ONE), 0, "newer")).isTrue();
  }
}
