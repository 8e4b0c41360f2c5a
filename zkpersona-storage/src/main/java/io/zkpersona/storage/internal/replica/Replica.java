package io.zkpersona.storage.internal.replica;

import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.health.ReplicaStats;
import io.zkpersona.storage.health.ReplicaStats.State;
import io.zkpersona.storage.internal.pool.GuardedSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica: its pool, and what is known of the server behind it.
 *
 * <p>A position belongs to a server, not to an address. A connection may use what another one saw
 * only if both lead to the same server and it was open when the other one looked: had the server
 * crashed in between, and replayed its log from an earlier position, the connection would be gone.
 * Each connection is therefore asked once, and again only if what is known does not reach.
 *
 * <p>Thread-safe.
 */
final class Replica {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  /** A replica that was silent for so long is down, whatever it is doing. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** How long a read waits for a replica to tell its position. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The pause between two questions to a replica that a read waits for. */
  static final Duration POLL = Duration.ofMillis(2);

  /** The server of a connection, which was open at a time. */
  private record Known(Sight.Server server, long at) {}

  private final String name;
  private final DataSource pool;
  private final GuardedSource source;
  private final PrimaryLog log;
  private final LongSupplier clock;
  private final Map<BaseConnection, Known> connections = new WeakHashMap<>();
  private final LongAdder served = new LongAdder();
  private volatile @Nullable Sight last;
  private volatile State state = State.DOWN;
  private volatile long failedAt;
  private volatile boolean saidDown;

  /**
   * Creates a replica that is down until it answers.
   *
   * @param log the primary's log, whose positions are at times of {@code clock}
   * @param clock counts nanoseconds, as {@link System#nanoTime}
   */
  Replica(String name, DataSource pool, GuardedSource source, PrimaryLog log, LongSupplier clock) {
    this.name = name;
    this.pool = pool;
    this.source = source;
    this.log = log;
    this.clock = clock;
    this.failedAt = clock.getAsLong();
  }

  String name() {
    return name;
  }

  DataSource pool() {
    return pool;
  }

  GuardedSource source() {
    return source;
  }

  /** Tells whether reads may go here at all. */
  boolean isServing() {
    return state() == State.SERVING;
  }

  private State state() {
    Sight seen = last;
    boolean silent =
        seen != null && clock.getAsLong() - seen.at() > SILENCE.toNanos() && state != State.SHARED;
    return silent ? State.DOWN : state;
  }

  /**
   * Lends a connection to this replica if it meets a need.
   *
   * @param ask whether to ask the replica even if it did not meet the need when it was last seen
   * @return the connection; null if there is none, or it does not meet the need
   * @throws SQLException if the thread was interrupted
   */
  @Nullable Connection lend(Need need, boolean ask) throws SQLException {
    Sight seen = last;
    if (seen == null || !isServing() || !(need.isMetBy(seen) || (ask && isStale(seen)))) {
      return null;
    }
    Connection connection;
    try {
      connection = source.acquire();
    } catch (SQLException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (e.getSQLState() != null) {
        failed(e.getSQLState());
      }
      // Without a state all connections are in use, which another replica may have free.
      return null;
    } catch (ManagerClosedException e) {
      throw e;
    } catch (RuntimeException e) {
      // A pool of the host may throw anything, for instance while it is being closed.
      failed(null);
      return null;
    }
    try {
      if (meets(connection, seen, need)) {
        served.increment();
        return connection;
      }
    } catch (SQLException e) {
      failed(e.getSQLState());
      source.discard(connection);
      return null;
    } catch (RuntimeException e) {
      failed(null);
      source.discard(connection);
      return null;
    } catch (Throwable e) {
      source.release(connection);
      throw e;
    }
    source.release(connection);
    return null;
  }

  /** Threads that wait share the answers of the last moment. */
  private boolean isStale(Sight seen) {
    return clock.getAsLong() - seen.at() >= POLL.toNanos();
  }

  private boolean meets(Connection connection, Sight seen, Need need) throws SQLException {
    if (need.isMetBy(seen) && covers(seen, connection)) {
      return true;
    }
    Sight own = Sight.of(connection, PATIENCE);
    if (own != null) {
      synchronized (connections) {
        connections.putIfAbsent(
            connection.unwrap(BaseConnection.class), new Known(own.server(), own.at()));
      }
    }
    seen(own);
    return own != null && isServing() && need.isMetBy(own);
  }

  private boolean covers(Sight seen, Connection connection) throws SQLException {
    if (!connection.isWrapperFor(BaseConnection.class)) {
      return false;
    }
    Known known;
    synchronized (connections) {
      known = connections.get(connection.unwrap(BaseConnection.class));
    }
    return known != null && known.server.equals(seen.server()) && known.at - seen.at() <= 0;
  }

  /** Learns what a session told; null if sessions are shared. */
  void seen(@Nullable Sight now) {
    State next = stateOf(now);
    if (now != null && now.at() - failedAt <= 0) {
      // Asked before the failure that is known.
      return;
    }
    Sight before = last;
    if (now != null && (before == null || now.at() - before.at() > 0)) {
      last = now;
    }
    if (state != next && next == State.SERVING) {
      LOG.info("{}: {}", name, next);
    } else if (state != next) {
      LOG.warn("{}: {}; it serves no reads", name, next);
    }
    state = next;
    saidDown = false;
  }

  private State stateOf(@Nullable Sight now) {
    if (now == null) {
      return State.SHARED;
    }
    if (!now.standby()) {
      return State.PROMOTED;
    }
    Sight primary = log.newest();
    return primary == null || PrimaryLog.isSameLog(primary, now) ? State.SERVING : State.DIVERGED;
  }

  /**
   * Learns that the replica can't be used, until it answers again.
   *
   * @param sqlState the state of the failure, for the log; null if unknown
   */
  void failed(@Nullable String sqlState) {
    failedAt = clock.getAsLong();
    state = State.DOWN;
    if (!saidDown) {
      saidDown = true;
      LOG.warn(
          "{}: DOWN ({}); other replicas or the primary serve its reads",
          name,
          sqlState == null ? "no answer" : "SQLSTATE " + sqlState);
    }
  }

  ReplicaStats stats() {
    Sight seen = last;
    Sight primary = log.newest();
    State now = state();
    if (seen == null || primary == null || now != State.SERVING) {
      return new ReplicaStats(name, now, null, null, served.sum());
    }
    OptionalLong time = log.timeOf(seen);
    return new ReplicaStats(
        name,
        now,
        Math.max(0, primary.position() - seen.position()),
        time.isPresent() ? Duration.ofNanos(Math.max(0, primary.at() - time.getAsLong())) : null,
        served.sum());
  }
}
