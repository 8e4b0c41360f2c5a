package io.zkpersona.storage.repository.behavior;

import java.time.Duration;

/** The time range of one partition of the behavior input table, in UTC. */
public enum PartitionWidth {
  /** From midnight to midnight. */
  DAY("day", Duration.ofDays(1)),

  /** From Monday to Monday. */
  WEEK("week", Duration.ofDays(7)),

  /** From the first of a month to the first of the next. */
  MONTH("month", Duration.ofDays(31));

  private final String value;
  private final Duration longest;

  PartitionWidth(String value, Duration longest) {
    this.value = value;
    this.longest = longest;
  }

  /** Returns the database's text for this constant, such as {@code day}. */
  public String value() {
    return value;
  }

  /** Returns the longest duration of one range. */
  public Duration longest() {
    return longest;
  }
}
