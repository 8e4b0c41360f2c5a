package io.zkpersona.storage.internal.change.feed;

import io.zkpersona.storage.error.SubscriptionNotFoundException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.signal.ChannelSignals;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a subscription has something to deliver. */
final class FeedWait {

  /** The polling interval if there are no notifications. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private final SqlExecutor executor;
  private final ChannelSignals signals;

  FeedWait(SqlExecutor executor, ChannelSignals signals) {
    this.executor = executor;
    this.signals = signals;
  }

  /**
   * Waits for a notification or for the end of a failed event's delay. Looks again at the end.
   *
   * @return false if the time is over first, or if the thread is interrupted
   */
  boolean await(String name, Duration timeout) {
    if (executor.isInTransaction()) {
      throw new TransactionException(
          "await inside a transaction, which it would keep open (expected: outside of one)");
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (true) {
        try (ChannelSignals.Wait wait = signals.begin(deadline)) {
          long now = System.nanoTime();
          long micros = microsLeft(name);
          if (micros == 0 || now - deadline >= 0) {
            return micros == 0;
          }
          long left = Math.min(deadline - now, TimeUnit.MICROSECONDS.toNanos(micros));
          wait.await(now + (wait.isPolled() ? Math.min(left, POLL.toNanos()) : left));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ticks, and returns the microseconds until there is something to deliver. */
  private long microsLeft(String name) {
    return executor
        .first(Subscriptions.AWAIT, name)
        .flatMap(left -> left)
        .orElseThrow(() -> new SubscriptionNotFoundException(name));
  }
}
