package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;

/**
 * Options of a runner ({@link ChangeFeed#start}). Immutable; each method returns a changed copy.
 *
 * @param poll how often a runner looks for changes that no writer woke it for, 10 milliseconds to
 *     one hour; one second by default. Changes are delivered that much later at most, unless a
 *     writer calls {@link ChangeFeed#wake}
 * @param lease the length of a lease, one second to 24 hours; 30 seconds by default. The runner
 *     extends it while it works. If it dies, another one continues after that time
 * @param batch the maximum number of events read and acknowledged together, 1 to 1,000; 100 by
 *     default
 */
public record RunnerOptions(Duration poll, Duration lease, int batch) {

  private static final int LARGEST_BATCH = 1_000;
  private static final RunnerOptions DEFAULTS =
      new RunnerOptions(Duration.ofSeconds(1), Duration.ofSeconds(30), 100);

  /**
   * Checks the options.
   *
   * @throws ValidationException if an option is null or out of range; the exception names it
   */
  public RunnerOptions {
    check("poll", poll, Duration.ofMillis(10), Duration.ofHours(1));
    check("lease", lease, Duration.ofSeconds(1), Duration.ofHours(24));
    if (batch < 1 || batch > LARGEST_BATCH) {
      throw new ValidationException("batch", batch + " (expected: 1.." + LARGEST_BATCH + ")");
    }
  }

  private static void check(String name, Duration value, Duration least, Duration most) {
    if (value == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ValidationException(name, value + " (expected: " + least + ".." + most + ")");
    }
  }

  /** Returns the defaults. */
  public static RunnerOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how often the runner looks for changes.
   *
   * @param poll 10 milliseconds to one hour
   * @return a changed copy
   * @throws ValidationException if it is null or out of range
   */
  public RunnerOptions poll(Duration poll) {
    return new RunnerOptions(poll, lease, batch);
  }

  /**
   * Sets the length of a lease.
   *
   * @param lease one second to 24 hours
   * @return a changed copy
   * @throws ValidationException if it is null or out of range
   */
  public RunnerOptions lease(Duration lease) {
    return new RunnerOptions(poll, lease, batch);
  }

  /**
   * Sets the size of a batch.
   *
   * @param batch the maximum number of events, 1 to 1,000
   * @return a changed copy
   * @throws ValidationException if it is out of range
   */
  public RunnerOptions batch(int batch) {
    return new RunnerOptions(poll, lease, batch);
  }
}
