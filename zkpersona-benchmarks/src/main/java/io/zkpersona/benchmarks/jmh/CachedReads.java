package io.zkpersona.benchmarks.jmh;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.RedisProcess;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.cache.redis.RedisCache;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.Repositories;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Users with permissions, and a manager for each way to read them. */
public final class CachedReads implements AutoCloseable {

  private static final int USERS = 10_000;
  private static final int HOT = 1_000;
  private static final double NANOS_A_MICRO = 1_000;
  private static final Duration LASTING = Duration.ofHours(6);

  /** A way to read. */
  public enum Path {
    /** Without a cache. */
    DATABASE("database", false),
    /** From the memory of the process. */
    NEAR_HIT("near cache, hit", false),
    /** Not in memory: read, and put there. */
    NEAR_MISS("near cache, miss", false),
    /** Not in memory, but in Redis. */
    REDIS_HIT("Redis, hit", true),
    /** Neither: read, and put into both. */
    REDIS_MISS("Redis, miss", true);

    private final String label;
    private final boolean redis;

    Path(String label, boolean redis) {
      this.label = label;
      this.redis = redis;
    }

    /** Returns the name in tables. */
    public String label() {
      return label;
    }

    /** Returns the ways that can be measured, without or with Redis. */
    public static List<Path> all(boolean withRedis) {
      return Stream.of(values()).filter(path -> withRedis || !path.redis).toList();
    }
  }

  /**
   * The times of a call, in nanoseconds.
   *
   * @param call from call to return
   * @param processor of this process; other work of the machine changes it little
   */
  public record Times(double call, double processor) {}

  private static volatile @Nullable CachedReads current;

  private final Server server;
  private final HikariDataSource pool;
  private final Map<Path, DatabaseManager> managers = new EnumMap<>(Path.class);
  private final Map<Path, Repositories> repositories = new EnumMap<>(Path.class);
  private final List<UserId> users = new ArrayList<>();

  private CachedReads(Server server, @Nullable RedisProcess redis) {
    this.server = server;
    this.pool = server.pool("cached");
    add(Path.DATABASE, null);
    CacheOptions near = CacheOptions.defaults().timeToLive(LASTING);
    add(Path.NEAR_HIT, near);
    add(Path.NEAR_MISS, near.maximumEntries(1));
    if (redis != null) {
      CacheOptions shared = near.maximumEntries(1);
      RedisCache cache = RedisCache.at(redis.url()).commandTimeout(Duration.ofSeconds(10));
      add(Path.REDIS_HIT, shared.shared(cache.keyPrefix("hit")));
      add(
          Path.REDIS_MISS,
          shared.timeToLive(Duration.ofMillis(10)).shared(cache.keyPrefix("miss")));
    }
    fill();
    for (Path path : repositories.keySet()) {
      for (UserId user : users(path)) {
        repositories(path).users().getById(user);
        repositories(path).access().permissionsOf(user);
      }
    }
  }

  /** Fills a server and makes it the current one. */
  public static CachedReads start(Server server, @Nullable RedisProcess redis) {
    CachedReads started = new CachedReads(server, redis);
    current = started;
    return started;
  }

  static CachedReads current() {
    return Objects.requireNonNull(current, "the subcommand cache starts this benchmark");
  }

  private void add(Path path, @Nullable CacheOptions options) {
    var builder = DatabaseManager.builder(DatabaseConfig.forDataSource().build()).dataSource(pool);
    DatabaseManager manager = options == null ? builder.open() : builder.cache(options).open();
    managers.put(path, manager);
    repositories.put(path, options == null ? manager.repositories() : manager.cached());
  }

  private void fill() {
    Repositories all = repositories(Path.DATABASE);
    RoleId role = all.roles().save(Role.builder().name("verifier").build()).id();
    for (String name : List.of("proof:read", "proof:verify", "score:read")) {
      all.access()
          .addPermission(
              role, all.permissions().save(Permission.builder().name(name).build()).id());
    }
    for (User user :
        all.users().saveAll(Stream.generate(() -> User.builder().build()).limit(USERS).toList())) {
      users.add(user.id());
      all.access().grant(user.id(), role, null);
    }
  }

  Repositories repositories(Path path) {
    return Objects.requireNonNull(repositories.get(path));
  }

  /** Returns the users of a way: few are read again and again for a hit in memory. */
  List<UserId> users(Path path) {
    return path == Path.NEAR_HIT ? users.subList(0, HOT) : users;
  }

  /**
   * Measures one turn of one way.
   *
   * @param call the method of {@link CacheBenchmark}
   * @return the times of a call
   */
  public Times turn(String call, Path path, Duration length) throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(
                        "^" + CacheBenchmark.class.getName().replace(".", "\\.") + "." + call + "$")
                    .param("path", path.name())
                    .forks(0)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(length.toMillis()))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(length.toMillis()))
                    .addProfiler(CpuProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run()
            .iterator()
            .next();
    double processor = Turns.secondary(result, CpuProfiler.RESULT);
    return new Times(result.getPrimaryResult().getScore(), processor * NANOS_A_MICRO);
  }

  /** Returns the calls that are measured. */
  public static Set<String> calls() {
    return Set.of("findUser", "permissionsOf");
  }

  @Override
  public void close() {
    current = null;
    managers.values().forEach(DatabaseManager::close);
    pool.close();
    server.close();
  }
}
