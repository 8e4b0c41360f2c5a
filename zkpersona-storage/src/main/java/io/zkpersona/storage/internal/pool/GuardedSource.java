package io.zkpersona.storage.internal.pool;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.execution.ConnectionSource;
import io.zkpersona.storage.internal.execution.Opening;
import io.zkpersona.storage.internal.execution.SessionReset;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends and counts the connections of a data source until it is closed. After that it lends none,
 * and {@link #close} can wait for those still lent. Each connection is in auto-commit mode when it
 * is lent and when it is returned. Thread-safe.
 */
public final class GuardedSource implements ConnectionSource {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedSource.class);

  private final DataSource dataSource;
  private final DataSource pool;
  private final boolean resets;
  private final Map<Connection, SessionReset> lent = new ConcurrentHashMap<>();
  private final Lock lock = new ReentrantLock();
  private final Condition allReturned = lock.newCondition();
  private final AtomicInteger out = new AtomicInteger();
  private volatile boolean closed;
  private long closeDeadline;

  private GuardedSource(DataSource dataSource, DataSource pool, boolean resets) {
    this.dataSource = dataSource;
    this.pool = pool;
    this.resets = resets;
  }

  /** Lends connections of the library's own pool, and resets their sessions after each loan. */
  public static GuardedSource ofOwn(HikariDataSource pool) {
    return new GuardedSource(pool, pool, true);
  }

  /**
   * Lends connections of the host.
   *
   * @param pool the pool that {@code dataSource} takes them from
   */
  public static GuardedSource of(DataSource dataSource, DataSource pool) {
    return new GuardedSource(dataSource, pool, false);
  }

  @Override
  public Connection acquire() throws SQLException {
    // Count before reading the closed flag, as close() reads the count after setting it: in any
    // order, either this call fails or close() waits for it.
    out.incrementAndGet();
    if (closed) {
      returned();
      throw new ManagerClosedException();
    }
    try {
      return inAutoCommit(dataSource.getConnection());
    } catch (SQLException failure) {
      returned();
      if (closed) {
        throw new ManagerClosedException();
      }
      throw failure;
    } catch (Throwable failure) {
      returned();
      throw failure;
    }
  }

  /**
   * Rejects manual-commit mode: a single call would never be committed, and switching to
   * auto-commit could commit a transaction of the host that shares its connection.
   */
  private static Connection inAutoCommit(Connection connection) throws SQLException {
    boolean autoCommit = false;
    try {
      autoCommit = connection.getAutoCommit();
    } finally {
      if (!autoCommit) {
        connection.close();
      }
    }
    if (!autoCommit) {
      throw new TransactionException(
          "the data source returned a connection in manual-commit mode (expected: auto-commit mode;"
              + " to work in your own transaction, use repositoriesOn(connection))");
    }
    return connection;
  }

  @Override
  public void lending(Connection connection) throws SQLException {
    // A session that others share must not be reset.
    if (resets && !Opening.isShared(connection) && !lent.containsKey(connection)) {
      lent.put(connection, SessionReset.before(connection));
    }
  }

  @Override
  public void release(Connection connection) {
    SessionReset reset = lent.isEmpty() ? null : lent.remove(connection);
    try (connection) {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      if (reset != null && !connection.isClosed()) {
        reset(connection, reset);
      }
    } catch (SQLException e) {
      LOG.warn(
          "a connection could not be reset before its return to the pool (SQLSTATE {})",
          e.getSQLState());
    } finally {
      returned();
    }
  }

  private void reset(Connection connection, SessionReset reset) throws SQLException {
    try {
      reset.apply(connection);
    } catch (SQLException e) {
      evict(connection);
      throw e;
    }
  }

  /** Pools other than HikariCP notice a discarded connection by finding it closed. */
  @Override
  public void discard(Connection connection) {
    lent.remove(connection);
    try (connection) {
      evict(connection);
    } catch (SQLException e) {
      LOG.warn("a broken connection could not be closed (SQLSTATE {})", e.getSQLState());
    } finally {
      returned();
    }
  }

  private void evict(Connection connection) throws SQLException {
    if (pool instanceof HikariDataSource hikari) {
      hikari.evictConnection(connection);
    } else {
      connection.abort(Runnable::run);
    }
  }

  @Override
  public void requireOpen() {
    if (closed) {
      throw new ManagerClosedException();
    }
  }

  @Override
  public void requireHandover() {
    requireOpen();
  }

  private void returned() {
    if (out.decrementAndGet() == 0 && closed) {
      lock.lock();
      try {
        allReturned.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Tells whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Stops lending and waits for lent connections. Later calls do not wait longer than the first.
   *
   * @return how many are still lent after {@code limit}, or when the thread was interrupted
   */
  public int close(Duration limit) {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        closeDeadline = System.nanoTime() + limit.toNanos();
      }
      long left = closeDeadline - System.nanoTime();
      while (out.get() > 0 && left > 0) {
        left = allReturned.awaitNanos(left);
      }
      return out.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return out.get();
    } finally {
      lock.unlock();
    }
  }
}
