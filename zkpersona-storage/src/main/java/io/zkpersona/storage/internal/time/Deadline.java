package io.zkpersona.storage.internal.time;

import io.zkpersona.storage.error.DeadlineExceededException;
import io.zkpersona.storage.internal.error.Failing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A time by which work must be done, on the JVM's monotonic clock. Thread-safe. */
public final class Deadline {

  private final Duration limit;
  private final long end;

  private Deadline(Duration limit, long end) {
    this.limit = limit;
    this.end = end;
  }

  /** Returns the deadline {@code limit} from now. */
  public static Deadline in(Duration limit) {
    return new Deadline(limit, System.nanoTime() + limit.toNanos());
  }

  /** Returns the total time. */
  public Duration limit() {
    return limit;
  }

  /** Returns the time left, at least zero. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** Tells whether no time is left. */
  public boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  /** Returns the nanoseconds left; negative once the deadline has passed. */
  public long nanosLeft() {
    return end - System.nanoTime();
  }

  /**
   * Rejects new work once the deadline has passed.
   *
   * @throws DeadlineExceededException if no time is left
   */
  public void requireTime() {
    if (isOver()) {
      throw exceeded(null);
    }
  }

  /** Adds the deadline to the context of a failure if it has passed. */
  public Failing applyTo(Failing failing) {
    return isOver() ? failing.after(limit) : failing;
  }

  /** Creates the error for work that was not done in time. */
  public DeadlineExceededException exceeded(@Nullable Throwable cause) {
    return new DeadlineExceededException(limit, null, cause);
  }
}
