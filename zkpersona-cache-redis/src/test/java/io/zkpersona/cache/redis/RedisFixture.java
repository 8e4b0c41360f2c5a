package io.zkpersona.cache.redis;

import io.lettuce.core.api.sync.RedisCommands;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.DatabaseManagerBuilder;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.CacheStats.Channel;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.OperationScope;
import io.zkpersona.storage.listener.StorageListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Two managers that share a Redis, and one without a cache. */
abstract class RedisFixture {

  static final String EMAIL = "marker-7f3a@example.org";
  static final WalletAddress WALLET =
      new WalletAddress("0xabcdef0000000000000000000000000000000001");
  static RedisServer redis;
  static DatabaseConfig config;
  static DatabaseManager plain;

  final Gate gate = new Gate(false);
  DatabaseManager one;
  DatabaseManager other;
  User user;

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

  static DatabaseManagerBuilder builder() {
    return DatabaseManager.builder(config)
        .cache(
            CacheOptions.defaults()
                .timeToLive(Duration.ofHours(1))
                .shared(
                    RedisCache.at(redis.url())
                        .commandTimeout(Duration.ofSeconds(5))
                        .lag(Duration.ofMillis(400))));
  }

  /** Holds the next read of a user before or after the database answers. */
  static final class Gate implements StorageListener {

    private final AtomicReference<CountDownLatch> next = new AtomicReference<>();
    final CountDownLatch reached = new CountDownLatch(1);
    private final boolean isBefore;

    /** The read has a lease in both cases. */
    Gate(boolean isBefore) {
      this.isBefore = isBefore;
    }

    CountDownLatch close() {
      CountDownLatch latch = new CountDownLatch(1);
      next.set(latch);
      return latch;
    }

    @Override
    public OperationScope operationStarted(String operation, OperationKind kind) {
      CountDownLatch latch = operation.equals("users.find_by_id") ? next.getAndSet(null) : null;
      if (isBefore) {
        hold(latch);
      }
      return finished -> hold(isBefore ? null : latch);
    }

    private void hold(@Nullable CountDownLatch latch) {
      if (latch != null) {
        reached.countDown();
        await(latch);
      }
    }
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String name(DatabaseManager manager) {
    return manager.cached().users().getById(user.id()).username().value();
  }

  static CacheStats stats(DatabaseManager manager) {
    return manager.queryStats().cache();
  }

  void rename(DatabaseManager manager, String name) {
    manager.repositories().users().update(user.id(), old -> old.withUsername(new Username(name)));
  }

  /** Waits until a manager has processed the messages that were sent so far. */
  void untilSeen(DatabaseManager manager, String name) {
    Databases.eventually("the name at the manager", () -> name(manager).equals(name));
  }

  static void untilConnected(DatabaseManager manager) {
    Databases.eventually("a channel", () -> stats(manager).channel() == Channel.CURRENT);
  }

  /** A read that a gate holds. */
  record Slow(CompletableFuture<String> name, CountDownLatch latch) {

    /** Lets it go on; returns the name that it got. */
    String end() {
      latch.countDown();
      return name.join();
    }
  }

  /** Begins such a read. */
  Slow slowRead() {
    return slowRead(one, gate);
  }

  /** Begins a read by a manager that a gate holds. */
  Slow slowRead(DatabaseManager manager, Gate held) {
    CountDownLatch latch = held.close();
    CompletableFuture<String> reading = CompletableFuture.supplyAsync(() -> name(manager));
    await(held.reached);
    return new Slow(reading, latch);
  }
}
