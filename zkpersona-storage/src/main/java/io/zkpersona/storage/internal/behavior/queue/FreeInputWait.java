package io.zkpersona.storage.internal.behavior.queue;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.signal.ChannelSignals;
import java.time.Duration;
import java.util.Optional;

/** Waits until an input can be claimed: for a notification, or for the end of a lease or delay. */
final class FreeInputWait {

  /** The polling interval if there are no notifications. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private final SqlExecutor executor;
  private final ChannelSignals signals;

  FreeInputWait(SqlExecutor executor, ChannelSignals signals) {
    this.executor = executor;
    this.signals = signals;
  }

  /**
   * Waits.
   *
   * @return false if the time is over first, or if the thread is interrupted
   * @throws TransactionException inside a transaction
   */
  boolean await(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    requireNoTransaction();
    try (ChannelSignals.Wait wait = signals.begin(deadline)) {
      Optional<Duration> next = nextFree();
      long free = next.map(left -> System.nanoTime() + left.toNanos()).orElse(deadline + 1);
      long until = free - deadline < 0 ? free : deadline;
      return await(wait, until) || free - deadline <= 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for a signal; polls for work if no notifications arrive. */
  private boolean await(ChannelSignals.Wait wait, long until) throws InterruptedException {
    while (wait.isPolled() && until - System.nanoTime() > POLL.toNanos()) {
      if (wait.await(System.nanoTime() + POLL.toNanos()) || isFree()) {
        return true;
      }
    }
    return wait.await(until);
  }

  private void requireNoTransaction() {
    boolean autoCommit =
        executor.read("work_queue.await", connection -> connection.getAutoCommit());
    if (!autoCommit) {
      throw new TransactionException(
          "awaitWork inside a transaction, which it would keep open (expected: outside of one)");
    }
  }

  /** Returns the time until an input can be claimed, as far as the database knows. */
  private Optional<Duration> nextFree() {
    if (isFree()) {
      return Optional.of(Duration.ZERO);
    }
    Optional<Duration> next = executor.first(FreeInputs.NEXT).orElseThrow();
    // An input that became free between the two queries is in neither result.
    return isFree() ? Optional.of(Duration.ZERO) : next;
  }

  private boolean isFree() {
    return executor.first(FreeInputs.FIND).isPresent();
  }
}
