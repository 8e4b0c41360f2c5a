package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.DatabaseUnavailableException;
import io.zkpersona.domain.error.ManagerClosedException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets threads wait for the server's notifications of work, all over one connection, which is open
 * while threads wait and a little longer. If the connection is lost all waiters are woken, since a
 * notification may be lost with it; the next waiter opens another. Through a pooler, whose sessions
 * are shared, there is no LISTEN: waiters have to poll. Thread-safe.
 */
public final class WorkSignals implements AutoCloseable {

  /** The channel. The payload is the name of the schema, since a database may have several. */
  public static final String CHANNEL = "zkpersona_behavior_inputs";

  private static final Logger LOG = LoggerFactory.getLogger(WorkSignals.class);

  /** LISTEN and UNLISTEN have no typed jOOQ class. */
  private static final String LISTEN = "LISTEN " + CHANNEL;

  private static final String UNLISTEN = "UNLISTEN " + CHANNEL;

  /** How long the connection is silent before it is tested, or closed if no thread waits. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private static final int TEST_SECONDS = 10;

  private final DataSource connections;
  private final String schema;
  private final int quietMillis;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Listener listener;
  private int waiting;
  private long signals;
  private boolean closed;
  private boolean polled;

  /** Listens on a connection of {@code connections} once a thread waits. */
  public WorkSignals(DataSource connections, String schema) {
    this(connections, schema, QUIET);
  }

  WorkSignals(DataSource connections, String schema, Duration quiet) {
    this.connections = connections;
    this.schema = schema;
    this.quietMillis = Math.toIntExact(quiet.toMillis());
  }

  /** Returns the name of the schema whose work is waited for. */
  public String schema() {
    return schema;
  }

  /**
   * Begins a wait; no notification after this method returns is missed.
   *
   * @param deadline when to stop trying to listen, as {@link System#nanoTime} counts
   * @return the wait, to be closed; it receives nothing ({@link Wait#isListening}) if the deadline
   *     passed first or if LISTEN is not possible ({@link Wait#isPolled})
   * @throws InterruptedException if the thread is interrupted
   * @throws io.zkpersona.domain.error.ZkPersonaException if there is no connection to listen on
   */
  public Wait begin(long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      requireOpen();
      Listener current = listener;
      if (current == null && !polled) {
        current = new Listener();
        current.start();
        listener = current;
      }
      waiting++;
      try {
        if (current != null && !polled) {
          current.awaitListening(deadline);
        }
        return new Wait(signals, !polled && current != null && current.listening, polled);
      } catch (Throwable failure) {
        waiting--;
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ManagerClosedException();
    }
  }

  /** Wakes and rejects all waiters, and closes the connection. */
  @Override
  public void close() {
    Listener current;
    lock.lock();
    try {
      closed = true;
      current = listener;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (current != null) {
      current.drop();
    }
  }

  /** One thread's wait. Belongs to that thread until it is closed. */
  public final class Wait implements AutoCloseable {

    private final long seen;
    private final boolean listening;
    private final boolean polled;

    private Wait(long seen, boolean listening, boolean polled) {
      this.seen = seen;
      this.listening = listening;
      this.polled = polled;
    }

    /** Tells whether signals of other machines do not arrive, so that the caller has to poll. */
    public boolean isPolled() {
      return polled;
    }

    /** Tells whether notifications are received. */
    public boolean isListening() {
      return listening;
    }

    /**
     * Waits for a signal that came after the wait began.
     *
     * @return false if the deadline came first
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(long deadline) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        requireOpen();
        long left = deadline - System.nanoTime();
        while (signals == seen && left > 0) {
          left = changed.awaitNanos(left);
          requireOpen();
        }
        return signals != seen;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        waiting--;
      } finally {
        lock.unlock();
      }
    }
  }

  /** The lifecycle of one connection. */
  private final class Listener implements Runnable {

    private boolean listening;
    private @Nullable Connection connection;
    private @Nullable SQLException failure;

    void start() {
      Thread thread = new Thread(this, "zkpersona-work-signals");
      thread.setDaemon(true);
      thread.start();
    }

    void awaitListening(long deadline) throws InterruptedException {
      long left = deadline - System.nanoTime();
      while (!listening && !polled && failure == null && left > 0) {
        left = changed.awaitNanos(left);
        requireOpen();
      }
      if (failure != null) {
        ZkPersonaException translated = ErrorTranslator.translate(failure);
        throw translated instanceof DatabaseUnavailableException
            ? translated
            : new DatabaseUnavailableException(
                "the server can't be listened to (expected: connections that give the driver's own"
                    + " and may LISTEN)",
                failure.getSQLState(),
                translated.getCause());
      }
    }

    @Override
    public void run() {
      try (Connection opened = connections.getConnection()) {
        PGConnection notifying = opened.unwrap(PGConnection.class);
        if (Opening.isShared(opened) || !ServerSession.of(opened).isBehind(opened)) {
          leaveToPolling();
          return;
        }
        tell(opened, LISTEN);
        if (begun(opened)) {
          read(notifying, opened);
        }
        // It may return to a pool of the host.
        tell(opened, UNLISTEN);
      } catch (SQLException e) {
        ended(e);
      } catch (RuntimeException | Error e) {
        // Includes errors: waiters must learn that the listener has ended.
        LOG.warn("listening for work ended by {}", e.getClass().getName());
        ended(new SQLException("listening for work failed", e));
      }
    }

    private void leaveToPolling() {
      lock.lock();
      try {
        polled = true;
        listener = null;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      LOG.warn(
          "connections lead through a pooler: work is looked for every second and not listened to");
    }

    private static void tell(Connection opened, String command) throws SQLException {
      try (Statement statement = opened.createStatement()) {
        statement.execute(command);
      }
    }

    /** Marks the listener as ready; returns false if the signals were closed meanwhile. */
    private boolean begun(Connection opened) {
      lock.lock();
      try {
        connection = opened;
        listening = true;
        changed.signalAll();
        return !closed;
      } finally {
        lock.unlock();
      }
    }

    private void read(PGConnection notifying, Connection opened) throws SQLException {
      while (true) {
        PGNotification[] received = notifying.getNotifications(quietMillis);
        if (received != null && received.length > 0) {
          signalIfOurs(received);
        } else if (isNotNeeded()) {
          return;
        } else if (!opened.isValid(TEST_SECONDS)) {
          throw new SQLException("the connection that listens is lost", "08006");
        }
      }
    }

    private void signalIfOurs(PGNotification[] received) {
      if (Arrays.stream(received).anyMatch(one -> schema.equals(one.getParameter()))) {
        lock.lock();
        try {
          signals++;
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    }

    private boolean isNotNeeded() {
      lock.lock();
      try {
        if (closed || waiting == 0) {
          listener = null;
          return true;
        }
        return false;
      } finally {
        lock.unlock();
      }
    }

    private void ended(SQLException e) {
      lock.lock();
      try {
        if (!closed) {
          LOG.debug("listening for work ended (SQLSTATE {})", e.getSQLState());
        }
        failure = e;
        if (listener == this) {
          listener = null;
        }
        if (listening) {
          signals++;
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Aborts the connection; an ordinary close would wait for the read in progress. */
    void drop() {
      Connection dropped;
      lock.lock();
      try {
        dropped = connection;
      } finally {
        lock.unlock();
      }
      try {
        if (dropped != null) {
          dropped.abort(Runnable::run);
        }
      } catch (SQLException e) {
        LOG.warn("the connection that listens could not be dropped (SQLSTATE {})", e.getSQLState());
      }
    }
  }
}
