package io.zkpersona.storage.internal.execution;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Pauses between attempts that double from one to the next, with full jitter, so that rivals do not
 * meet again.
 *
 * @param first the longest pause after the first attempt
 * @param doublings how often it doubles before it stays as it is
 */
public record Backoff(Duration first, int doublings) {

  /**
   * Pauses after an attempt.
   *
   * @param attempt the number of attempts before this one
   * @param most the longest pause now
   * @return false if the thread is interrupted, which it stays: there may have been no pause
   */
  public boolean pause(int attempt, Duration most) {
    long longest = Math.min(first.toNanos() << Math.min(attempt, doublings), most.toNanos());
    if (longest > 0) {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
    }
    return !Thread.currentThread().isInterrupted();
  }
}
