package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.internal.time.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Interrupts one use of a connection when its deadline passes: first the wait for the connection,
 * by a thread interrupt; then the running statement, by a cancel request; then, if the server does
 * not react, the connection itself. Costs no round trip while the deadline is met.
 *
 * <p>A commit that was sent is never canceled: if it waits for a standby, the server would answer
 * as if the standby had confirmed it.
 */
final class Watch {

  /** How long the server may take to react to a cancel request, or to finish a commit. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long IDLE_SECONDS = 10;

  private static final ScheduledThreadPoolExecutor TIMER = timer();

  /** Canceling opens a connection, and closing a socket may block; neither may delay the timer. */
  private static final ThreadPoolExecutor BREAKING =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          daemons("zkpersona-break"));

  private enum State {
    /** The caller waits for a connection. */
    WAITING,
    /** The caller has a connection. */
    HELD,
    /** The commit was sent. */
    COMMITTING,
    /** A cancel request is being sent to the server. */
    CANCELLING,
    /** The connection is being closed. */
    BREAKING,
    /** The caller no longer uses the connection. */
    ENDED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final Thread caller = Thread.currentThread();
  private State state = State.WAITING;
  private boolean interrupted;
  private @Nullable Connection connection;
  private Future<?> next;

  private Watch(Deadline deadline) {
    this.next = TIMER.schedule(this::expire, deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /** Starts to watch this thread, which is about to wait for a connection. */
  static Watch start(Deadline deadline) {
    return new Watch(deadline);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, daemons("zkpersona-deadlines"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(null, task, name, 0, false);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Records that the caller has a connection. */
  void holds(Connection got) {
    lock.lock();
    try {
      forgetInterrupt();
      connection = got;
      state = State.HELD;
    } finally {
      lock.unlock();
    }
  }

  /** Records that the commit is about to be sent. */
  void committing() {
    lock.lock();
    try {
      if (state == State.HELD) {
        state = State.COMMITTING;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the watch: the caller no longer uses the connection. Waits for a cancel request in
   * progress, which may already have taken effect.
   *
   * @return whether the connection may be used again: no cancel or close is pending that would hit
   *     its next user
   */
  boolean end() {
    lock.lock();
    try {
      awaitTold();
      boolean untouched = state != State.CANCELLING && state != State.BREAKING;
      forgetInterrupt();
      state = State.ENDED;
      next.cancel(false);
      return untouched;
    } finally {
      lock.unlock();
    }
  }

  private void awaitTold() {
    long left = PATIENCE_NANOS;
    try {
      while (state == State.CANCELLING && left > 0) {
        left = told.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells whether the wait for a connection was interrupted. */
  boolean wasInterrupted() {
    lock.lock();
    try {
      return interrupted;
    } finally {
      lock.unlock();
    }
  }

  /** Clears the interrupt that this watch set, so that the caller does not see it. */
  private void forgetInterrupt() {
    if (interrupted && state == State.WAITING) {
      boolean unused = Thread.interrupted();
    }
  }

  private void expire() {
    lock.lock();
    try {
      if (state == State.WAITING && !caller.isInterrupted()) {
        interrupted = true;
        caller.interrupt();
      } else if (state == State.HELD) {
        state = State.CANCELLING;
        BREAKING.execute(this::cancel);
      }
      if (state != State.ENDED) {
        next = TIMER.schedule(this::giveUp, PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends the cancel request. {@link #end} waits until it is sent, so that it hits no later
   * statement.
   */
  private void cancel() {
    Connection held = connection;
    try {
      if (held != null && held.isWrapperFor(PGConnection.class)) {
        held.unwrap(PGConnection.class).cancelQuery();
      }
    } catch (SQLException e) {
      // The connection is closed a little later instead.
    }
    lock.lock();
    try {
      if (state == State.CANCELLING) {
        state = State.HELD;
      }
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void giveUp() {
    lock.lock();
    try {
      if (connection != null && state != State.ENDED) {
        state = State.BREAKING;
        BREAKING.execute(this::abort);
      }
    } finally {
      lock.unlock();
    }
  }

  private void abort() {
    Connection held = connection;
    try {
      if (held != null) {
        held.abort(Runnable::run);
      }
    } catch (SQLException e) {
      // The pool closes it.
    }
  }
}
