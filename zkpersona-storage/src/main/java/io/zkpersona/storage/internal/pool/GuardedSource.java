package io.zkpersona.storage.internal.pool;

import io.zkpersona.domain.error.ManagerClosedException;
import io.zkpersona.storage.internal.query.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Connections of a data source, counted, until it is closed: after that none is given, and whoever
 * closes can wait for those that are out. Thread-safe.
 */
public final class GuardedSource implements ConnectionSource {

  private final DataSource dataSource;
  private final Lock lock = new ReentrantLock();
  private final Condition allReturned = lock.newCondition();
  private int out;
  private boolean closed;

  /** Gives connections of {@code dataSource}. */
  public GuardedSource(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Connection acquire() throws SQLException {
    lock.lock();
    try {
      if (closed) {
        throw new ManagerClosedException();
      }
      out++;
    } finally {
      lock.unlock();
    }
    try {
      return dataSource.getConnection();
    } catch (Throwable failure) {
      returned();
      throw failure;
    }
  }

  @Override
  public void release(Connection connection) throws SQLException {
    try {
      connection.close();
    } finally {
      returned();
    }
  }

  private void returned() {
    lock.lock();
    try {
      out--;
      if (out == 0) {
        allReturned.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives no more connections and waits for those that are out.
   *
   * @return how many are still out after {@code limit}, or when the thread was interrupted
   */
  public int close(Duration limit) {
    lock.lock();
    try {
      closed = true;
      long left = limit.toNanos();
      while (out > 0 && left > 0) {
        left = allReturned.awaitNanos(left);
      }
      return out;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return out;
    } finally {
      lock.unlock();
    }
  }
}
