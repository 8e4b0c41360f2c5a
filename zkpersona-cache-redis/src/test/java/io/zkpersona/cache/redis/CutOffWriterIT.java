package io.zkpersona.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A writer that can't reach Redis marks nothing, and readers that see its write are all that tells
 * of it. Here a manager without a cache is that writer.
 */
class CutOffWriterIT extends RedisFixture {

  private final Gate before = new Gate(true);
  private DatabaseManager third;

  @BeforeEach
  void openThird() {
    third = builder().listener(before).open();
  }

  @AfterEach
  void closeThird() {
    third.close();
  }

  private void writePastRedis(String name) {
    plain.repositories().users().update(user.id(), old -> old.withUsername(new Username(name)));
  }

  @Test
  void anOlderVersionDoesNotReplaceANewerOne() {
    Slow slow = slowRead();
    writePastRedis("second");
    assertThat(name(other)).isEqualTo("second");

    assertThat(slow.end()).isEqualTo("first");
    assertThat(name(third)).isEqualTo("second");
    assertThat(name(other)).isEqualTo("second");
  }

  @Test
  void aNewerVersionReplacesAnOlderOne() {
    Slow slow = slowRead(third, before);
    assertThat(name(other)).isEqualTo("first");
    writePastRedis("second");

    assertThat(slow.end()).isEqualTo("second");
    assertThat(name(one)).isEqualTo("second");
    assertThat(stats(one).sharedHits()).isOne();
  }

  @Test
  void aReaderWhoReadWhileItsManagerWroteNeverReadsAnOlderOne() {
    Slow passing =
        third.callInTransaction(
            tx -> {
              tx.users().update(user.id(), old -> old.withUsername(new Username("marked")));
              return slowRead(third, before);
            });
    Slow slow = slowRead();
    writePastRedis("second");

    assertThat(passing.end()).isEqualTo("second");
    assertThat(slow.end()).isEqualTo("marked");
    assertThat(name(third)).isEqualTo("second");
    assertThat(stats(third).passes()).isOne();
  }

  @Test
  void aReaderWhoBeganWithoutRedisNeverReadsAnOlderOne() {
    redis.kill();
    Slow past = slowRead(third, before);
    redis.startAgain();
    List.of(one, other, third).forEach(RedisFixture::untilConnected);
    Slow slow = slowRead();
    writePastRedis("second");

    assertThat(past.end()).isEqualTo("second");
    assertThat(slow.end()).isEqualTo("first");
    assertThat(name(third)).isEqualTo("second");
  }

  @Test
  void aReaderWhoFoundNobodyNeverFindsTheOneWhoWas() {
    CountDownLatch latch = before.close();
    CompletableFuture<Boolean> reading =
        CompletableFuture.supplyAsync(() -> third.cached().users().findById(user.id()).isPresent());
    await(before.reached);
    redis.call(RedisCommands::flushall);
    Slow slow = slowRead();
    plain.repositories().users().deleteById(user.id());
    latch.countDown();

    assertThat(reading.join()).isFalse();
    assertThat(slow.end()).isEqualTo("first");
    assertThat(third.cached().users().findById(user.id())).isEmpty();
  }

  @Test
  void aReaderWhoseValueWasRefusedNeverReadsAnOlderOne() {
    Slow refused = slowRead(third, before);
    // The lease of the first reader is lost, as by an eviction; the second one has another.
    redis.call(RedisCommands::flushall);
    Slow slow = slowRead();
    writePastRedis("second");

    assertThat(refused.end()).isEqualTo("second");
    assertThat(slow.end()).isEqualTo("first");
    assertThat(name(third)).isEqualTo("second");
  }
}
