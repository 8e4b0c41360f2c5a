package io.zkpersona.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.OperationScope;
import io.zkpersona.storage.listener.StorageListener;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Writers and readers on several managers over one Redis, checked against the times at which the
 * writes were committed: no reader sees an older value after a newer one, a manager's reads see all
 * of its writes, and no value is older than the bound.
 */
class CacheModelIT {

  private static final String SEED = "zkpersona.test.seed";
  private static final int MANAGERS = 3;
  private static final int READERS_OF_EACH = 3;
  private static final int FEW = 6;
  private static final int MANY = 200;
  private static final int FAULTS = 40;
  private static final int CUTS = 20;

  /** Much longer than a new connection takes, much shorter than the time to live. */
  private static final Duration SHORT_OUTAGE = Duration.ofSeconds(3);

  private static final Duration LAG = Duration.ofMillis(200);
  private static final Duration LIFE = Duration.ofMillis(1_500);
  private static final BigDecimal STEP = new BigDecimal("0.001");

  private static RedisServer redis;

  private final long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
  private final List<DatabaseManager> managers = new ArrayList<>();
  private final List<Subject> subjects = new ArrayList<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private Duration bound = LAG;
  private int writerPauseMillis = 40;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void close() {
    managers.forEach(DatabaseManager::close);
  }

  /**
   * A value whose number each write increases: a user by its name, or a reputation by its score.
   */
  private static final class Subject {

    private final UserId user;
    private final boolean isUser;
    private final int index;
    private final AtomicLongArray writtenBy = new AtomicLongArray(MANAGERS);
    private final ConcurrentSkipListMap<Long, Long> committed = new ConcurrentSkipListMap<>();
    private long last;

    Subject(int index, UserId user) {
      this.index = index;
      this.user = user;
      this.isUser = index % 2 == 0;
    }

    /** Writes the next number; one writer at a time. */
    synchronized void write(int by, DatabaseManager manager, Random random) {
      long next = last + 1;
      last = next;
      if (random.nextInt(3) == 0) {
        manager.inTransaction(
            tx -> {
              write(tx, next);
              pause(random, 5);
            });
      } else {
        write(manager.repositories(), next);
      }
      writtenBy.set(by, next);
      committed.put(System.nanoTime(), next);
    }

    private void write(io.zkpersona.storage.repository.Repositories all, long next) {
      if (isUser) {
        all.users().update(user, old -> old.withUsername(new Username("n" + index + "_" + next)));
      } else {
        all.reputationRecords()
            .record(
                RecordReputationRequest.builder()
                    .userId(user)
                    .reputationScore(STEP.multiply(BigDecimal.valueOf(next)))
                    .build());
      }
    }

    long read(DatabaseManager manager) {
      if (isUser) {
        String name = manager.cached().users().getById(user).username().value();
        return Long.parseLong(name.substring(name.indexOf('_') + 1));
      }
      return manager
          .cached()
          .reputationRecords()
          .inForce(user, ScoringCategory.OVERALL, ScoringPeriod.CURRENT)
          .map(ReputationRecord::reputationScore)
          .map(score -> score.divide(STEP).longValueExact())
          .orElse(0L);
    }

    /** Returns the last number whose commit had returned at a time. */
    long committedBefore(long nanoTime) {
      var entry = committed.floorEntry(nanoTime);
      return entry == null ? 0 : entry.getValue();
    }
  }

  private static void pause(Random random, int mostMillis) {
    LockSupport.parkNanos(random.nextInt(mostMillis * 1_000_000));
  }

  /** Delays some readers between the database's answer and the cache. */
  private static final class SlowReaders implements StorageListener {

    @Override
    public OperationScope operationStarted(String operation, OperationKind kind) {
      return new OperationScope() {
        @Override
        public void finished(FinishedOperation operation) {
          if (operation.operation().contains("find_by_id")
              || operation.operation().contains("current")) {
            Random random = ThreadLocalRandom.current();
            if (random.nextInt(4) == 0) {
              pause(random, 30);
            }
          }
        }
      };
    }
  }

  private void open(int count, int subjectsToMake, Duration timeToLive) {
    DatabaseConfig config = Databases.config().build();
    CacheOptions options =
        CacheOptions.defaults().timeToLive(timeToLive).maximumEntries(subjectsToMake - 1);
    RedisCache shared = RedisCache.at(redis.url()).commandTimeout(Duration.ofMillis(100)).lag(LAG);
    for (int i = 0; i < count; i++) {
      managers.add(
          DatabaseManager.builder(config)
              .listener(new SlowReaders())
              .cache(count == 1 ? options : options.shared(shared))
              .open());
    }
    for (int i = 0; i < subjectsToMake; i++) {
      User user =
          managers
              .get(0)
              .repositories()
              .users()
              .save(User.builder().username(new Username("n" + i + "_000")).build());
      subjects.add(new Subject(i, user.id()));
    }
  }

  private void read(int client, Random random) {
    int manager = client % managers.size();
    long[] seen = new long[subjects.size()];
    while (!ended.get()) {
      Subject subject = subjects.get(random.nextInt(subjects.size()));
      long start = System.nanoTime();
      long own = subject.writtenBy.get(manager);
      long atLeast = subject.committedBefore(start - bound.toNanos());
      long read = subject.read(managers.get(manager));
      if (read < seen[subject.index]) {
        violations.add("back from " + seen[subject.index] + " to " + of(subject, read, manager));
      }
      if (read < own) {
        violations.add("own write " + own + " unseen: " + of(subject, read, manager));
      }
      if (read < atLeast) {
        violations.add("older than the bound, " + atLeast + ": " + of(subject, read, manager));
      }
      seen[subject.index] = read;
      if (random.nextInt(8) == 0) {
        pause(random, 2);
      }
    }
  }

  private static String of(Subject subject, long read, int manager) {
    return read + " of subject " + subject.index + " at manager " + manager;
  }

  private void write(int manager, Random random) {
    while (!ended.get()) {
      subjects.get(random.nextInt(subjects.size())).write(manager, managers.get(manager), random);
      pause(random, writerPauseMillis);
    }
  }

  private void run(Runnable faults) {
    List<Thread> threads = new ArrayList<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Random seeds = new Random(seed);
    for (int client = 0; client < MANAGERS * READERS_OF_EACH; client++) {
      int own = client;
      Random random = new Random(seeds.nextLong());
      threads.add(new Thread(() -> read(own, random)));
    }
    for (int manager = 0; manager < managers.size(); manager++) {
      int own = manager;
      Random random = new Random(seeds.nextLong());
      threads.add(new Thread(() -> write(own, random)));
    }
    threads.forEach(
        thread -> thread.setUncaughtExceptionHandler((one, failure) -> failures.add(failure)));
    threads.forEach(Thread::start);
    try {
      faults.run();
    } finally {
      ended.set(true);
      threads.forEach(CacheModelIT::join);
    }
    assertThat(failures).as("seed " + seed).isEmpty();
    assertThat(violations.stream().limit(20)).as("seed " + seed).isEmpty();
    long hits = 0;
    long sharedHits = 0;
    for (DatabaseManager manager : managers) {
      CacheStats stats = manager.queryStats().cache();
      hits += stats.hits();
      sharedHits += stats.sharedHits();
    }
    assertThat(hits).isGreaterThan(1_000);
    if (managers.size() > 1) {
      assertThat(sharedHits).isGreaterThan(10);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theMemoryOfOneManagerIsNeverOld() {
    bound = Duration.ZERO;
    open(1, FEW, Duration.ofMinutes(1));
    run(() -> LockSupport.parkNanos(Duration.ofSeconds(4).toNanos()));
  }

  @Test
  void withoutFaultsNothingIsOlderThanTheLag() {
    open(MANAGERS, FEW, Duration.ofMinutes(1));
    run(() -> LockSupport.parkNanos(Duration.ofSeconds(5).toNanos()));
  }

  @Test
  void throughFaultsNothingIsOlderThanTheTimeToLive() {
    bound = LIFE;
    open(MANAGERS, FEW, LIFE);
    Random random = new Random(~seed);
    run(
        () -> {
          for (int i = 0; i < FAULTS; i++) {
            pause(random, 500);
            fault(random);
          }
        });
  }

  /** Each subject is written seldom, so that a message that is missed is not soon made up for. */
  @Test
  void throughCutConnectionsNothingIsOldForLong() {
    bound = SHORT_OUTAGE;
    writerPauseMillis = 200;
    open(MANAGERS, MANY, Duration.ofMinutes(10));
    Random random = new Random(~seed);
    run(
        () -> {
          for (int i = 0; i < CUTS; i++) {
            LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
            pause(random, 400);
            redis.call(commands -> cut(commands.clientList(), random, commands));
          }
          LockSupport.parkNanos(SHORT_OUTAGE.plusSeconds(1).toNanos());
        });
  }

  private void fault(Random random) {
    switch (random.nextInt(6)) {
      case 0 -> {
        redis.kill();
        pause(random, 300);
        redis.startAgain();
      }
      case 1 -> {
        redis.freeze();
        pause(random, 400);
        redis.thaw();
      }
      case 2 -> redis.call(commands -> commands.flushall());
      default -> redis.call(commands -> cut(commands.clientList(), random, commands));
    }
  }

  /** Cuts one of the connections, or all of them. */
  private static long cut(
      String list, Random random, io.lettuce.core.api.sync.RedisCommands<String, String> commands) {
    List<String> ids = list.lines().map(line -> line.replaceFirst("^id=(\\d+) .*", "$1")).toList();
    if (random.nextInt(3) == 0) {
      return commands.clientKill(io.lettuce.core.KillArgs.Builder.skipme());
    }
    return commands.clientKill(
        io.lettuce.core.KillArgs.Builder.id(Long.parseLong(ids.get(random.nextInt(ids.size()))))
            .skipme());
  }
}
