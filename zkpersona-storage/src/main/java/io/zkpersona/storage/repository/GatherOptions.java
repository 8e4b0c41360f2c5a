package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;

/**
 * How single saves are gathered. Immutable; each method returns a changed copy.
 *
 * @param maxRows the most rows that are written together, 1 to {@value #MAX_ROWS}, 1,000 by default
 * @param maxWaiting how many rows may wait to be written, besides those that are being written, 1
 *     to {@value #MAX_WAITING}, 10,000 by default; all of them are in memory
 * @param maxWait how long a call waits for room among them, zero to a day, 30 seconds by default
 * @param linger how long the first row of a group waits for company, zero to a second; zero by
 *     default: a group is what came while the one before it was on its way
 */
public record GatherOptions(int maxRows, int maxWaiting, Duration maxWait, Duration linger) {

  /** The most rows that may be written together. */
  public static final int MAX_ROWS = 10_000;

  /** The most rows that may wait. */
  public static final int MAX_WAITING = 1_000_000;

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final Duration LONGEST_LINGER = Duration.ofSeconds(1);
  private static final GatherOptions DEFAULTS =
      new GatherOptions(1_000, 10_000, Duration.ofSeconds(30), Duration.ZERO);

  /**
   * Checks the options.
   *
   * @throws ValidationException if one is null or out of its range; it is named
   */
  public GatherOptions {
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

  /** The defaults. */
  public static GatherOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Bounds a group.
   *
   * @param maxRows the most rows that are written together, 1 to {@value #MAX_ROWS}
   * @return a changed copy
   * @throws ValidationException if it is out of its range
   */
  public GatherOptions withMaxRows(int maxRows) {
    return new GatherOptions(maxRows, maxWaiting, maxWait, linger);
  }

  /**
   * Bounds what waits.
   *
   * @param maxWaiting how many rows may wait to be written, 1 to {@value #MAX_WAITING}
   * @return a changed copy
   * @throws ValidationException if it is out of its range
   */
  public GatherOptions withMaxWaiting(int maxWaiting) {
    return new GatherOptions(maxRows, maxWaiting, maxWait, linger);
  }

  /**
   * Bounds how long a call waits for room.
   *
   * @param maxWait zero, to be refused at once, to a day
   * @return a changed copy
   * @throws ValidationException if it is null or out of its range
   */
  public GatherOptions withMaxWait(Duration maxWait) {
    return new GatherOptions(maxRows, maxWaiting, maxWait, linger);
  }

  /**
   * Lets a group wait for company: larger groups, and each call takes that much longer.
   *
   * @param linger zero to a second
   * @return a changed copy
   * @throws ValidationException if it is null or out of its range
   */
  public GatherOptions withLinger(Duration linger) {
    return new GatherOptions(maxRows, maxWaiting, maxWait, linger);
  }
}
