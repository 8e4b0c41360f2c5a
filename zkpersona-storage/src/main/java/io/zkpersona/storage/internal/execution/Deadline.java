package io.zkpersona.storage.internal.execution;

import io.zkpersona.domain.error.DeadlineExceededException;
import io.zkpersona.storage.internal.error.Failing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A moment by which work has to be done, by the JVM's monotonic clock. Thread-safe. */
public final class Deadline {

  private final Duration limit;
  private final long end;

  private Deadline(Duration limit, long end) {
    this.limit = limit;
    this.end = end;
  }

  /** So long from now. */
  public static Deadline in(Duration limit) {
    return new Deadline(limit, System.nanoTime() + limit.toNanos());
  }

  /** How much time there was in all. */
  public Duration limit() {
    return limit;
  }

  /** How much time is left, zero at least. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** Whether no time is left. */
  public boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  /** How many nanoseconds are left; negative once it is over. */
  long nanosLeft() {
    return end - System.nanoTime();
  }

  /**
   * Refuses to begin anything once it is over.
   *
   * @throws DeadlineExceededException if no time is left
   */
  public void requireTime() {
    if (isOver()) {
      throw exceeded(null);
    }
  }

  /** What a failure of now has to know of it. */
  Failing applyTo(Failing failing) {
    return isOver() ? failing.after(limit) : failing;
  }

  /** The error for work that was not done in time. */
  public DeadlineExceededException exceeded(@Nullable Throwable cause) {
    return new DeadlineExceededException(limit, null, cause);
  }
}
