package io.zkpersona.storage.internal.signal;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets threads wait for the server's notifications on a channel, all over one connection, which is
 * open while threads wait and a little longer, and which the schemas of a manager share. If the
 * connection is lost all waiters are woken, since a notification may be lost with it; the next
 * waiter opens another. Through a pooler, whose sessions are shared, there is no LISTEN: waiters
 * have to poll. Thread-safe.
 */
public final class ChannelSignals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelSignals.class);

  /** How long the connection is silent before it is tested, or closed if no thread waits. */
  static final Duration QUIET = Duration.ofSeconds(30);

  private final SharedListener channel;
  private final String schema;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Listening listener;
  private int waiting;
  private long signals;
  private boolean closed;
  private boolean polled;

  /**
   * Listens once a thread waits.
   *
   * @param channel the channel, which other schemas share
   * @param schema the payload of the notifications that wake
   */
  ChannelSignals(SharedListener channel, String schema) {
    this.channel = channel;
    this.schema = schema;
  }

  ChannelSignals(DataSource connections, String channel, String schema, Duration quiet) {
    this(new SharedListener(connections, channel, quiet), schema);
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
      Listening current = listener;
      if (current == null && !polled) {
        current = new Listening();
        listener = current;
        channel.add(current);
      }
      waiting++;
      try {
        if (current != null && !polled) {
          awaitListening(current, deadline);
        }
        return begun(current);
      } catch (Throwable failure) {
        waiting--;
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  private Wait begun(@Nullable Listening current) {
    if (current == null || polled) {
      return new Wait(signals, false, polled);
    }
    // One that was lost meanwhile has signaled already: the wait must see that.
    long seen = current.failure == null ? signals : signals - 1;
    return new Wait(seen, current.isListening, false);
  }

  private void awaitListening(Listening current, long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    while (!current.isListening && !polled && current.failure == null && left > 0) {
      left = changed.awaitNanos(left);
      requireOpen();
    }
    if (current.failure != null && !current.isListening) {
      ZkPersonaException translated = ErrorTranslator.translate(current.failure);
      throw translated instanceof DatabaseUnavailableException
          ? translated
          : new DatabaseUnavailableException(
              "the connection can't LISTEN (expected: connections that unwrap to the driver's own"
                  + " and may LISTEN)",
              current.failure.getSQLState(),
              translated.getCause());
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
    Listening current;
    lock.lock();
    try {
      closed = true;
      current = listener;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (current != null) {
      channel.remove(current);
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

  /** The part of this schema in one connection. Its fields are guarded by the lock. */
  private final class Listening implements ChannelListener.Receiver {

    private boolean isListening;
    private @Nullable SQLException failure;

    @Override
    public boolean begun() {
      lock.lock();
      try {
        isListening = true;
        changed.signalAll();
        return !closed;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void received(List<String> payloads) {
      if (payloads.contains(schema)) {
        lock.lock();
        try {
          signals++;
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    }

    @Override
    public boolean isDone() {
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

    @Override
    public void impossible() {
      lock.lock();
      try {
        polled = true;
        listener = null;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      LOG.warn("connections lead through a pooler: waiters poll");
    }

    @Override
    public void failed(SQLException e) {
      lock.lock();
      try {
        if (!closed) {
          LOG.debug("the listener ended (SQLSTATE {})", e.getSQLState());
        }
        failure = e;
        if (listener == this) {
          listener = null;
        }
        if (isListening) {
          signals++;
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
