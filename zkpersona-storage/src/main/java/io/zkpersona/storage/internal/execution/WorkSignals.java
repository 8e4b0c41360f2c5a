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
 * Lets threads wait for the server's notifications of work, all over one connection, which is there
 * while somebody waits and a little longer. When it is lost everybody is woken, since a
 * notification may be lost with it; the next one to wait makes another. Through a pooler nothing is
 * listened to, since its sessions are others' too: those who wait have to look for themselves.
 * Thread-safe.
 */
public final class WorkSignals implements AutoCloseable {

  /** The channel; what is sent over it is the name of the schema, of which a database has many. */
  public static final String CHANNEL = "zkpersona_behavior_inputs";

  private static final Logger LOG = LoggerFactory.getLogger(WorkSignals.class);

  /** The one command, with its opposite, for which there is no typed class. */
  private static final String LISTEN = "LISTEN " + CHANNEL;

  private static final String UNLISTEN = "UNLISTEN " + CHANNEL;

  /** How long it is quiet before the connection is tested, or given up where nobody waits. */
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

  /** Listens, once somebody waits, on a connection of {@code connections}. */
  public WorkSignals(DataSource connections, String schema) {
    this(connections, schema, QUIET);
  }

  WorkSignals(DataSource connections, String schema, Duration quiet) {
    this.connections = connections;
    this.schema = schema;
    this.quietMillis = Math.toIntExact(quiet.toMillis());
  }

  /** The name of the schema whose work is waited for. */
  public String schema() {
    return schema;
  }

  /**
   * Begins to wait: from its return on no notification is missed.
   *
   * @param deadline until when at most, as {@link System#nanoTime} counts
   * @return the wait, to be closed; it hears nothing ({@link Wait#isListening}) after the deadline,
   *     and where nothing can be listened to ({@link Wait#isPolled})
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

  /** Wakes and refuses all that wait, and gives the connection up. */
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

  /** One thread's wait. Belongs to that thread, until it is closed. */
  public final class Wait implements AutoCloseable {

    private final long seen;
    private final boolean listening;
    private final boolean polled;

    private Wait(long seen, boolean listening, boolean polled) {
      this.seen = seen;
      this.listening = listening;
      this.polled = polled;
    }

    /** Whether no signal of other machines will come, so that one has to look now and then. */
    public boolean isPolled() {
      return polled;
    }

    /** Whether notifications are received. */
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

  /** One connection's life. */
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
        // It may go back to a pool of the host's.
        tell(opened, UNLISTEN);
      } catch (SQLException e) {
        ended(e);
      } catch (RuntimeException | Error e) {
        // An error too: those who wait must hear that nobody listens.
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

    /** Whether there is still somebody to listen for. */
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

    /** Ends the reading, which a mere close would wait for. */
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
