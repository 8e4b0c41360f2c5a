package io.zkpersona.storage.internal.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Pauses between attempts. The longest pause doubles with each attempt, with full jitter, so that
 * competing writers do not collide again.
 *
 * @param first the longest pause after the first attempt
 * @param doublings how often the pause doubles before it stays constant
 */
public record Backoff(Duration first, int doublings) {

  /**
   * Pauses after an attempt.
   *
   * @param attempt the number of attempts before this one
   * @param most the upper limit of this pause
   * @return false if the thread is interrupted, in which case the pause may have been cut short;
   *     the interrupt status is kept
   */
  public boolean pause(int attempt, Duration most) {
    long longest = Math.min(first.toNanos() << Math.min(attempt, doublings), most.toNanos());
    if (longest > 0) {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
    }
    return !Thread.currentThread().isInterrupted();
  }
}
