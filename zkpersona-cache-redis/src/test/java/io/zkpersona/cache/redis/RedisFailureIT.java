package io.zkpersona.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import io.zkpersona.storage.health.CacheStats.Channel;
import io.zkpersona.storage.health.HealthStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The mistakes that caches are known for: slow readers, lost servers and lost messages. */
class RedisFailureIT extends RedisFixture {

  @Test
  void aSlowReaderDoesNotPutBackWhatWasWrittenMeanwhile() {
    Slow slow = slowRead();

    rename(other, "second");

    assertThat(slow.end()).isEqualTo("first");
    assertThat(name(other)).isEqualTo("second");
    assertThat(name(one)).isEqualTo("second");
  }

  @Test
  void aSlowReaderDoesNotPutBackWhatItReadBeforeTheServerWasEmptied() {
    Slow slow = slowRead();

    // Another lease, given after the first one was lost, is not that of the slow reader.
    redis.call(RedisCommands::flushall);
    plain.repositories().users().update(user.id(), old -> old.withUsername(new Username("sql")));
    assertThat(name(other)).isEqualTo("sql");

    assertThat(slow.end()).isEqualTo("first");
    assertThat(name(other)).isEqualTo("sql");
    assertThat(name(one)).isEqualTo("sql");
  }

  @Test
  void aReaderThatOutlivesTheServerPutsNothing() {
    Slow slow = slowRead();

    redis.call(commands -> commands.save());
    redis.kill();
    rename(other, "second");
    redis.startAgain();
    untilConnected(one);
    untilConnected(other);

    assertThat(slow.end()).isEqualTo("first");
    assertThat(name(one)).isEqualTo("second");
    assertThat(name(other)).isEqualTo("second");
  }

  @Test
  void whatTheServerReadsFromItsDiskIsNotServed() {
    assertThat(name(other)).isEqualTo("first");
    redis.call(commands -> commands.save());
    // Managers that come back would drop everything.
    one.close();
    other.close();
    redis.kill();
    redis.startAgain();
    // Written by nobody who could tell: only the run of the server shows that the value is old.
    plain.repositories().users().update(user.id(), old -> old.withUsername(new Username("sql")));
    try (DatabaseManager third = builder().open()) {
      assertThat(name(third)).isEqualTo("sql");
    }
  }

  @Test
  void theMemoryIsNotServedWithoutMessages() {
    assertThat(name(other)).isEqualTo("first");
    redis.freeze();
    try {
      rename(one, "second");
      Databases.eventually("a broken channel", () -> stats(other).channel() == Channel.BROKEN);
      assertThat(name(other)).isEqualTo("second");
      assertThat(name(one)).isEqualTo("second");
    } finally {
      redis.thaw();
    }
    untilConnected(one);
    untilConnected(other);
    assertThat(name(other)).isEqualTo("second");
    assertThat(name(one)).isEqualTo("second");
  }

  @Test
  void theMemoryIsEmptiedWhenTheMessagesAreCut() {
    assertThat(name(other)).isEqualTo("first");
    long entries = stats(other).entries();
    redis.call(commands -> commands.clientKill(KillArgs.Builder.typePubsub()));
    Databases.eventually("an empty memory", () -> stats(other).entries() < entries);
    untilConnected(other);

    assertThat(name(other)).isEqualTo("first");
    assertThat(stats(other).misses()).isEqualTo(2);
  }

  /** Not only when there is another one, whose messages could come too late. */
  @Test
  void theMemoryIsEmptiedWhenTheServerIsLost() {
    assertThat(name(other)).isEqualTo("first");
    redis.kill();
    try {
      Databases.eventually("an empty memory", () -> stats(other).entries() == 0);
    } finally {
      redis.startAgain();
    }
  }

  @Test
  void aServerThatIsDownDelaysNothingAndIsUsedWhenItIsUp() {
    redis.kill();
    try (DatabaseManager third = builder().open()) {
      assertThat(name(third)).isEqualTo("first");
      rename(third, "second");
      assertThat(name(third)).isEqualTo("second");
      assertThat(stats(third).channel()).isEqualTo(Channel.BROKEN);
      assertThat(third.health())
          .isInstanceOfSatisfying(
              HealthStatus.Healthy.class,
              healthy -> assertThat(healthy.cache().channel()).isEqualTo(Channel.BROKEN));

      redis.startAgain();
      untilConnected(third);
      assertThat(name(third)).isEqualTo("second");
      assertThat(name(third)).isEqualTo("second");
      assertThat(stats(third).hits()).isOne();
    } finally {
      redis.kill();
      redis.startAgain();
    }
  }

  @Test
  void aWriterThatVanishedKeepsItsValuesOutOfTheCacheForAWhile() {
    assertThat(name(other)).isEqualTo("first");
    Set<CacheSubject> written = Set.of(new CacheSubject(CacheKind.USER, user.id()));
    try (SharedCache vanished = cacheOf(config.schema() + ":1")) {
      vanished.mark("vanished", written, Duration.ofMillis(300));
    }

    Databases.eventually(
        "the mark",
        () -> {
          name(other);
          return stats(other).passes() > 0;
        });
    Databases.eventually(
        "the end of the mark",
        () -> {
          long before = stats(other).misses();
          name(other);
          return stats(other).misses() > before;
        });
  }

  private static SharedCache cacheOf(String schema) {
    return RedisCache.at(redis.url())
        .open(
            schema,
            new SharedCache.Listener() {
              @Override
              public void dropped(CacheSubject subject) {}

              @Override
              public void emptied() {}
            });
  }

  @Test
  void aServerIsFoundBySentinel() {
    try (RedisServer.Sentinel sentinel = redis.sentinel()) {
      for (RedisCache at :
          List.of(RedisCache.at(sentinel.url()), RedisCache.at(RedisURI.create(sentinel.url())))) {
        try (DatabaseManager found =
            DatabaseManager.builder(config)
                .cache(CacheOptions.defaults().shared(at.commandTimeout(Duration.ofSeconds(5))))
                .open()) {
          untilConnected(found);
          name(found);
          rename(one, "by the other");
          untilSeen(found, "by the other");
        }
      }
    }
  }

  /** The code of the server's error is logged, and nothing of the address. */
  @Test
  void whyAServerCannotBeUsedIsLoggedByItsCode() {
    RedisCache refused = RedisCache.at(redis.url().replace("//", "//nobody:marker-71bb@"));
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      DatabaseManager.builder(config).cache(CacheOptions.defaults().shared(refused)).open().close();
    } finally {
      System.setErr(before);
    }

    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("the cache's server can't be used (RedisCommandExecutionException: WRONGPASS)")
        .doesNotContain("marker");
  }
}
