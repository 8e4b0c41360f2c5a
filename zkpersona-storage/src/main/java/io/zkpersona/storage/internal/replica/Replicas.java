package io.zkpersona.storage.internal.replica;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.health.RoutingStats;
import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.internal.execution.ConnectionSource;
import io.zkpersona.storage.internal.pool.GuardedSource;
import io.zkpersona.storage.internal.pool.PoolFactory;
import io.zkpersona.storage.replica.Consistency;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The read replicas of a manager. Each of them and the primary are watched by a daemon thread;
 * there is none without replicas. Thread-safe.
 */
public final class Replicas {

  private final List<Replica> all = new ArrayList<>();
  private final List<HikariDataSource> ownPools = new ArrayList<>();
  private final Map<String, Watcher> watchers = new LinkedHashMap<>();
  private final PrimaryLog log = new PrimaryLog();
  private final Map<Reason, LongAdder> onPrimary = new EnumMap<>(Reason.class);
  private final AtomicInteger turn = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Replicas() {
    for (Reason reason : Reason.values()) {
      onPrimary.put(reason, new LongAdder());
    }
  }

  /**
   * Creates the replicas that a configuration names, each with a pool as the primary's, and those
   * of the host. Nothing is connected before {@link #start}.
   *
   * @param primary the source of the primary's connections
   * @param pooled whether {@code primary} is a pool
   * @param hosts the host's pools
   * @param lending returns the source that lends the connections of a host's pool
   */
  public static Replicas of(
      DatabaseConfig config,
      DataSource primary,
      boolean pooled,
      List<DataSource> hosts,
      UnaryOperator<DataSource> lending) {
    Replicas replicas = new Replicas();
    try {
      replicas.addAll(config.forReplicas(), hosts, lending);
    } catch (Throwable failure) {
      replicas.close(Duration.ZERO);
      throw failure;
    }
    if (!replicas.all.isEmpty()) {
      replicas.watchers.put(
          "primary",
          new Watcher(
              primary,
              !pooled,
              connection -> Sight.ask(connection).sight(),
              replicas::primarySeen,
              failure -> {},
              replicas.closed));
    }
    return replicas;
  }

  private void addAll(
      List<DatabaseConfig> configs, List<DataSource> hosts, UnaryOperator<DataSource> lending) {
    for (DatabaseConfig config : configs) {
      DataSource single = PoolFactory.singleOfReplica(config);
      HikariDataSource pool = PoolFactory.poolOfReplica(config, single, nextName());
      ownPools.add(pool);
      add(pool, GuardedSource.ofOwn(pool), single, true);
    }
    for (DataSource host : hosts) {
      DataSource single = lending.apply(host);
      add(host, GuardedSource.of(single, host), single, false);
    }
  }

  private String nextName() {
    return "replica-" + (all.size() + 1);
  }

  private void add(DataSource pool, GuardedSource source, DataSource watched, boolean keeps) {
    Replica replica = new Replica(nextName(), pool, source, log, System::nanoTime);
    all.add(replica);
    watchers.put(
        replica.name(),
        new Watcher(watched, keeps, Sight::of, replica::seen, replica::failed, closed));
  }

  /** A pooler does not matter here; while the server is a standby, it has no position to give. */
  private void primarySeen(@Nullable Sight sight) {
    if (sight != null && !sight.standby()) {
      log.add(sight);
    }
  }

  /** Begins to watch. */
  public void start() {
    watchers.forEach((name, watcher) -> watcher.start("zkpersona-watch-" + name));
  }

  /** Tells whether there is none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns a source for the reads of one caller. */
  public ConnectionSource reading(Consistency consistency, ConnectionSource primary) {
    return all.isEmpty() || consistency instanceof Consistency.Primary
        ? primary
        : new ReadSource(this, new Request(consistency, log), primary);
  }

  /**
   * Lends a connection of a replica and notes which one it is of.
   *
   * @return null if the primary has to serve the read, which is counted
   * @throws SQLException if the thread was interrupted
   */
  @Nullable Connection lend(Request request, Map<Connection, Replica> lent) throws SQLException {
    Need need = request.need();
    if (need == null) {
      count(Reason.FAIL_OVER);
      return null;
    }
    Connection connection = lend(need, false, lent);
    if (connection == null && request.waitLeft() > 0) {
      connection = await(need, request, lent);
    }
    if (connection == null) {
      count(isAnyServing() ? Reason.BEHIND : Reason.NO_REPLICA);
    }
    return connection;
  }

  private @Nullable Connection lend(Need need, boolean ask, Map<Connection, Replica> lent)
      throws SQLException {
    int first = turn.getAndIncrement();
    for (int i = 0; i < all.size(); i++) {
      Replica replica = all.get(Math.floorMod(first + i, all.size()));
      Connection connection = replica.lend(need, ask);
      if (connection != null) {
        lent.put(connection, replica);
        return connection;
      }
    }
    return null;
  }

  private @Nullable Connection await(Need need, Request request, Map<Connection, Replica> lent)
      throws SQLException {
    long start = System.nanoTime();
    long limit = request.waitLeft();
    Connection connection = null;
    long waited = 0;
    while (waited < limit && isAnyServing() && !Thread.currentThread().isInterrupted()) {
      connection = lend(need, true, lent);
      if (connection != null) {
        break;
      }
      LockSupport.parkNanos(Math.min(Replica.POLL.toNanos(), limit - waited));
      waited = System.nanoTime() - start;
    }
    request.waited(System.nanoTime() - start);
    return connection;
  }

  private boolean isAnyServing() {
    return all.stream().anyMatch(Replica::isServing);
  }

  void count(Reason reason) {
    Objects.requireNonNull(onPrimary.get(reason)).increment();
  }

  /** Returns the figures. */
  public RoutingStats stats() {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    onPrimary.forEach((reason, count) -> counts.put(reason, count.sum()));
    return new RoutingStats(all.stream().map(Replica::stats).toList(), counts);
  }

  /** Returns the pools by the replicas' names. */
  public Map<String, DataSource> pools() {
    Map<String, DataSource> pools = new LinkedHashMap<>();
    all.forEach(replica -> pools.put(replica.name(), replica.pool()));
    return pools;
  }

  /**
   * Stops watching and lending, waits for lent connections, and closes the pools that the library
   * made.
   *
   * @return how many connections are still lent after {@code limit}
   */
  public int close(Duration limit) {
    closed.countDown();
    long end = System.nanoTime() + limit.toNanos();
    int running = 0;
    for (Replica replica : all) {
      running += replica.source().close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    ownPools.forEach(PoolFactory::close);
    return running;
  }
}
