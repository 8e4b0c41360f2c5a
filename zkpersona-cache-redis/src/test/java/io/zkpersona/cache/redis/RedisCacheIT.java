package io.zkpersona.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.DatabaseManagerBuilder;
import io.zkpersona.storage.cache.CacheKind;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.cache.CacheSubject;
import io.zkpersona.storage.cache.SharedCache;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.CacheStats.Channel;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.OperationScope;
import io.zkpersona.storage.listener.StorageListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two managers that share a Redis, and the mistakes that caches are known for. */
class RedisCacheIT {

  private static final String EMAIL = "marker-7f3a@example.org";
  private static final WalletAddress WALLET =
      new WalletAddress("0xabcdef0000000000000000000000000000000001");
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private static RedisServer redis;
  private static DatabaseConfig config;
  private static DatabaseManager plain;

  private final Gate gate = new Gate();
  private DatabaseManager one;
  private DatabaseManager other;
  private User user;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    config = Databases.config().build();
    plain = DatabaseManager.open(config);
  }

  @AfterAll
  static void stop() {
    plain.close();
    redis.close();
  }

  @BeforeEach
  void open() {
    plain.repositories().users().deleteEverything();
    redis.call(RedisCommands::flushall);
    one = builder().listener(gate).open();
    other = builder().open();
    user =
        one.repositories()
            .users()
            .save(
                User.builder()
                    .walletAddress(WALLET)
                    .email(EmailAddress.of(EMAIL))
                    .username(new Username("first"))
                    .build());
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private static DatabaseManagerBuilder builder() {
    return DatabaseManager.builder(config)
        .cache(
            CacheOptions.defaults()
                .timeToLive(Duration.ofHours(1))
                .shared(
                    RedisCache.at(redis.url())
                        .commandTimeout(Duration.ofSeconds(5))
                        .lag(Duration.ofMillis(400))));
  }

  /** Holds the next read of a user between the database's answer and the cache. */
  private static final class Gate implements StorageListener {

    private final AtomicReference<CountDownLatch> next = new AtomicReference<>();
    private final CountDownLatch reached = new CountDownLatch(1);

    CountDownLatch close() {
      CountDownLatch latch = new CountDownLatch(1);
      next.set(latch);
      return latch;
    }

    @Override
    public OperationScope operationStarted(String operation, OperationKind kind) {
      CountDownLatch latch = operation.equals("users.find_by_id") ? next.getAndSet(null) : null;
      return finished -> {
        if (latch != null) {
          reached.countDown();
          await(latch);
        }
      };
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String name(DatabaseManager manager) {
    return manager.cached().users().getById(user.id()).username().value();
  }

  private static CacheStats stats(DatabaseManager manager) {
    return manager.queryStats().cache();
  }

  private void rename(DatabaseManager manager, String name) {
    manager.repositories().users().update(user.id(), old -> old.withUsername(new Username(name)));
  }

  /** Waits until a manager has processed the messages that were sent so far. */
  private void untilSeen(DatabaseManager manager, String name) {
    Databases.eventually("the name at the manager", () -> name(manager).equals(name));
  }

  @Test
  void aValueReadByOneManagerIsServedToTheOther() {
    assertThat(name(one)).isEqualTo("first");
    assertThat(name(other)).isEqualTo("first");
    assertThat(name(other)).isEqualTo("first");

    assertThat(stats(one).misses()).isOne();
    assertThat(stats(other).misses()).isZero();
    assertThat(stats(other).sharedHits()).isOne();
    assertThat(stats(other).hits()).isOne();
    assertThat(stats(other).hitRatio()).isOne();
    assertThat(one.cached().users().getById(user.id()))
        .isEqualTo(other.cached().users().getById(user.id()))
        .isEqualTo(plain.repositories().users().getById(user.id()));
  }

  @Test
  void aWriteReachesTheMemoryOfTheOtherManager() {
    assertThat(name(other)).isEqualTo("first");

    rename(one, "second");

    assertThat(name(one)).isEqualTo("second");
    untilSeen(other, "second");
  }

  @Test
  void aHitTakesOneRoundTrip() {
    AccessToken token =
        one.repositories()
            .signIn()
            .openSession(
                user.id(), new SessionLifetimes(Duration.ofMinutes(15), Duration.ofDays(30)))
            .accessToken();
    one.cached().users().findByWalletAddress(WALLET);
    one.cached().signIn().authenticate(token);
    one.cached().access().permissionsOf(user.id());
    name(one);

    for (Runnable read :
        List.<Runnable>of(
            () -> name(other),
            () -> other.cached().access().permissionsOf(user.id()),
            () -> other.cached().signIn().authenticate(token))) {
      assertThat(scripts(read)).as("%s", stats(other)).isOne();
    }
    try (DatabaseManager third = builder().open()) {
      assertThat(scripts(() -> third.cached().users().findByWalletAddress(WALLET))).isOne();
      assertThat(stats(third).misses()).isZero();
    }
    assertThat(stats(other).misses()).isZero();
  }

  private static long scripts(Runnable call) {
    long before = scripts();
    call.run();
    return scripts() - before;
  }

  private static long scripts() {
    return redis
        .call(commands -> commands.info("commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:"))
        .map(line -> line.replaceFirst("cmdstat_evalsha:calls=(\\d+),.*", "$1"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  @Test
  void aSlowReaderDoesNotPutBackWhatWasWrittenMeanwhile() {
    CountDownLatch latch = gate.close();
    CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> name(one));
    await(gate.reached);

    rename(other, "second");
    latch.countDown();

    assertThat(slow.join()).isEqualTo("first");
    assertThat(name(other)).isEqualTo("second");
    assertThat(name(one)).isEqualTo("second");
  }

  @Test
  void aSlowReaderDoesNotPutBackWhatItReadBeforeTheServerWasEmptied() {
    CountDownLatch latch = gate.close();
    CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> name(one));
    await(gate.reached);

    // Another lease, given after the first one was lost, is not that of the slow reader.
    redis.call(RedisCommands::flushall);
    plain.repositories().users().update(user.id(), old -> old.withUsername(new Username("sql")));
    assertThat(name(other)).isEqualTo("sql");
    latch.countDown();

    assertThat(slow.join()).isEqualTo("first");
    assertThat(name(other)).isEqualTo("sql");
    assertThat(name(one)).isEqualTo("sql");
  }

  @Test
  void aReaderThatOutlivesTheServerPutsNothing() {
    CountDownLatch latch = gate.close();
    CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> name(one));
    await(gate.reached);

    redis.call(commands -> commands.save());
    redis.kill();
    rename(other, "second");
    redis.startAgain();
    untilConnected(one);
    untilConnected(other);
    latch.countDown();

    assertThat(slow.join()).isEqualTo("first");
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
  void nothingIsCachedOfAnOpenTransaction() {
    CompletableFuture<String> meanwhile =
        one.callInTransaction(
            tx -> {
              tx.users().update(user.id(), old -> old.withUsername(new Username("second")));
              assertThat(tx.users().getById(user.id()).username().value()).isEqualTo("second");
              assertThat(CompletableFuture.supplyAsync(() -> name(one)).join()).isEqualTo("first");
              return CompletableFuture.supplyAsync(() -> name(other));
            });

    assertThat(meanwhile.join()).isIn("first", "second");
    assertThat(name(one)).isEqualTo("second");
    untilSeen(other, "second");
    assertThat(stats(one).passes()).isOne();
  }

  @Test
  void aTransactionThatIsRolledBackLeavesNothing() {
    assertThat(name(one)).isEqualTo("first");
    assertThatThrownBy(
            () ->
                one.inTransaction(
                    tx -> {
                      tx.users().update(user.id(), old -> old.withUsername(new Username("never")));
                      throw new IllegalStateException("undo");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(name(one)).isEqualTo("first");
    assertThat(name(other)).isEqualTo("first");
    assertThat(stats(other).misses() + stats(other).sharedHits()).isOne();
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

  private static void untilConnected(DatabaseManager manager) {
    Databases.eventually("a channel", () -> stats(manager).channel() == Channel.CURRENT);
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
  void aCorruptValueIsAMiss() {
    Random random = new Random(7);
    name(one);
    one.cached().access().permissionsOf(user.id());
    for (int i = 0; i < 60; i++) {
      spoil(random, i);
      try (DatabaseManager third = builder().open()) {
        assertThat(name(third)).isEqualTo("first");
        assertThat(third.cached().access().permissionsOf(user.id())).isEmpty();
      }
    }
  }

  /** Replaces all values by others: cut ones, random ones, ones with a byte changed. */
  private static void spoil(Random random, int round) {
    raw(
        (commands, keys) -> {
          for (String key : keys) {
            byte[] value = commands.type(key).equals("hash") ? commands.hget(key, "v") : null;
            if (value == null) {
              continue;
            }
            byte[] spoiled =
                round % 3 == 0 ? Arrays.copyOf(value, random.nextInt(value.length)) : value.clone();
            if (round % 3 == 1) {
              random.nextBytes(spoiled);
            } else if (spoiled.length > 0) {
              spoiled[random.nextInt(spoiled.length)] ^= 4;
            }
            commands.hset(key, "v", spoiled);
          }
        });
  }

  private interface Raw {
    void on(RedisCommands<String, byte[]> commands, List<String> keys);
  }

  private static void raw(Raw work) {
    RedisClient client = RedisClient.create(redis.url());
    try (StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC)) {
      List<String> keys = new ArrayList<>();
      ScanIterator.scan(connection.sync(), ScanArgs.Builder.limit(100)).forEachRemaining(keys::add);
      work.on(connection.sync(), keys);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  @Test
  void keysShowNoPersonalDataAndEndByThemselves() {
    one.cached().users().findByWalletAddress(WALLET);
    rename(one, "second");
    one.cached().users().findByWalletAddress(WALLET);

    raw(
        (commands, keys) -> {
          assertThat(keys).hasSizeGreaterThan(2);
          for (String key : keys) {
            assertThat(key)
                .startsWith("zkpersona:" + config.schema())
                .doesNotContain(WALLET.value(), EMAIL);
            assertThat(commands.pttl(key)).as(key).isPositive();
          }
        });
    assertThat(RedisCache.at("redis://user:secret@localhost").toString()).doesNotContain("secret");
  }

  @Test
  void theDocumentedRightsSuffice() {
    String documented =
        "on >password ~zkpersona:* &zkpersona:* +@read +@write +@scripting +@pubsub +@connection"
            + " +info +time";
    redis.call(
        commands ->
            commands.dispatch(
                CommandType.ACL,
                new StatusOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8)
                    .add("SETUSER")
                    .add("limited")
                    .addValues(List.of(documented.split(" ", -1)))));
    name(one);
    String url = redis.url().replace("//", "//limited:password@");
    try (DatabaseManager third =
        DatabaseManager.builder(config)
            .cache(CacheOptions.defaults().shared(RedisCache.at(url)))
            .open()) {
      assertThat(name(third)).isEqualTo("first");
      assertThat(stats(third).sharedHits()).isOne();
      rename(third, "second");
      assertThat(name(third)).isEqualTo("second");
      assertThat(stats(third).channel()).isEqualTo(Channel.CURRENT);
      assertThat(stats(third).misses()).isOne();
    }
  }

  @Test
  void managersWithOtherPrefixesShareNothing() {
    name(one);
    try (DatabaseManager third =
        DatabaseManager.builder(config)
            .cache(
                CacheOptions.defaults().shared(RedisCache.at(redis.url()).keyPrefix("elsewhere")))
            .open()) {
      name(third);
      assertThat(stats(third).misses()).isOne();
    }
  }

  @Test
  void aRevocationIsSeenByTheOtherManager() {
    AccessToken token =
        one.repositories()
            .signIn()
            .openSession(
                user.id(), new SessionLifetimes(Duration.ofMinutes(15), Duration.ofDays(30)))
            .accessToken();
    UserId id = other.cached().signIn().authenticate(token).userId();
    assertThat(other.cached().signIn().authenticate(token).userId()).isEqualTo(id);
    assertThat(stats(other).hits()).isOne();

    one.repositories().signIn().revokeAll(id, "left");

    Databases.eventually(
        "a refusal",
        () -> {
          try {
            return other.cached().signIn().authenticate(token) == null;
          } catch (SignInException e) {
            return e.reason() == SignInException.Reason.REVOKED;
          }
        });
  }

  @Test
  void valuesThatAreNoAddressAreRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> RedisCache.at("http://user:secret@host"))
        .hasMessageContaining("redis://host:port")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> RedisCache.at(redis.url()).keyPrefix("a b"))
        .hasMessageContaining("keyPrefix");
    assertThatThrownBy(() -> RedisCache.at(redis.url()).lag(Duration.ZERO))
        .hasMessageContaining("lag");
  }
}
