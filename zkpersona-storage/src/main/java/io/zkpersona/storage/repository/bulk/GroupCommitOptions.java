package io.zkpersona.storage.repository.bulk;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;

/**
 * Options of a group commit writer ({@link GroupCommitWriter}). Immutable; each method returns a
 * changed copy.
 *
 * @param maxRows the maximum number of rows in a group, 1 to {@value #MAX_ROWS}, 1,000 by default
 * @param maxWaiting the maximum number of rows in the queue, in addition to those being written, 1
 *     to {@value #MAX_WAITING}, 10,000 by default; all of them are held in memory
 * @param maxWait how long a call waits for room in the queue, zero to one day, 30 seconds by
 *     default
 * @param linger how long the first row of a group waits for more rows, zero to one second; zero by
 *     default, so that a group consists of the rows that arrived while the previous group was being
 *     written
 */
public record GroupCommitOptions(int maxRows, int maxWaiting, Duration maxWait, Duration linger) {

  /** The upper bound of {@link #maxRows()}. */
  public static final int MAX_ROWS = 10_000;

  /** The upper bound of {@link #maxWaiting()}. */
  public static final int MAX_WAITING = 1_000_000;

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final Duration LONGEST_LINGER = Duration.ofSeconds(1);
  private static final GroupCommitOptions DEFAULTS =
      new GroupCommitOptions(1_000, 10_000, Duration.ofSeconds(30), Duration.ZERO);

  /**
   * Checks the options.
   *
   * @throws ValidationException if an option is null or out of range; the exception names it
   */
  public GroupCommitOptions {
    check("maxRows", maxRows, MAX_ROWS);
    check("maxWaiting", maxWaiting, MAX_WAITING);
    check("maxWait", maxWait, LONGEST_WAIT);
    check("linger", linger, LONGEST_LINGER);
  }

  private static void check(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new ValidationException(name, value + " (expected: 1.." + most + ")");
    }
  }

  private static void check(String name, Duration value, Duration most) {
    if (value == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
    if (value.isNegative() || value.compareTo(most) > 0) {
      throw new ValidationException(name, value + " (expected: PT0S.." + most + ")");
    }
  }

  /** Returns the defaults. */
  public static GroupCommitOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the maximum size of a group.
   *
   * @param maxRows the maximum number of rows in a group, 1 to {@value #MAX_ROWS}
   * @return a changed copy
   * @throws ValidationException if it is out of range
   */
  public GroupCommitOptions withMaxRows(int maxRows) {
    return new GroupCommitOptions(maxRows, maxWaiting, maxWait, linger);
  }

  /**
   * Sets the maximum length of the queue.
   *
   * @param maxWaiting the maximum number of rows in the queue, 1 to {@value #MAX_WAITING}
   * @return a changed copy
   * @throws ValidationException if it is out of range
   */
  public GroupCommitOptions withMaxWaiting(int maxWaiting) {
    return new GroupCommitOptions(maxRows, maxWaiting, maxWait, linger);
  }

  /**
   * Sets how long a call waits for room in the queue.
   *
   * @param maxWait zero to one day; with zero, a call fails at once if the queue is full
   * @return a changed copy
   * @throws ValidationException if it is null or out of range
   */
  public GroupCommitOptions withMaxWait(Duration maxWait) {
    return new GroupCommitOptions(maxRows, maxWaiting, maxWait, linger);
  }

  /**
   * Sets how long the first row of a group waits for more rows. Groups become larger, and each call
   * takes longer by this time.
   *
   * @param linger zero to one second
   * @return a changed copy
   * @throws ValidationException if it is null or out of range
   */
  public GroupCommitOptions withLinger(Duration linger) {
    return new GroupCommitOptions(maxRows, maxWaiting, maxWait, linger);
  }
}
