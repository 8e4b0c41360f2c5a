package io.zkpersona.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.health.CacheStats.Channel;
import io.zkpersona.storage.repository.Repositories;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Managers that share a Redis share values, and see the writes of each other. */
class RedisCacheIT extends RedisFixture {

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

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
  void nothingIsCachedByOthersOfAnOpenTransaction() {
    one.inTransaction(
        tx -> {
          tx.users().update(user.id(), old -> old.withUsername(new Username("second")));
          for (int reads = 1; reads <= 2; reads++) {
            assertThat(CompletableFuture.supplyAsync(() -> name(other)).join()).isEqualTo("first");
            assertThat(stats(other).passes()).isEqualTo(reads);
          }
        });

    assertThat(name(other)).isEqualTo("second");
    assertThat(stats(other).misses()).isOne();
  }

  @Test
  void whatIsWrittenOnAConnectionOfTheCallerIsNotCachedByOthers() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(config.jdbcUrl(), config.user(), null)) {
      connection.setAutoCommit(false);
      rename(one.repositoriesOn(connection), "second");
      assertThat(name(other)).isEqualTo("first");
      connection.commit();
    }

    assertThat(name(other)).isEqualTo("second");
    assertThat(stats(other).passes()).isEqualTo(2);
  }

  private void rename(Repositories all, String name) {
    all.users().update(user.id(), old -> old.withUsername(new Username(name)));
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
            // One stays if its reader has lost Redis meanwhile.
            if (value == null || value.length == 0) {
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
        .hasMessageContaining("redis://user:password@host:port")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> RedisCache.at(redis.url()).keyPrefix("a b"))
        .hasMessageContaining("keyPrefix");
    assertThatThrownBy(() -> RedisCache.at(redis.url()).lag(Duration.ZERO))
        .hasMessageContaining("lag");
  }
}
