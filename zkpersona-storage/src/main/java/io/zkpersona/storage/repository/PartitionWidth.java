package io.zkpersona.storage.repository;

import java.time.Duration;

/** How much time one partition of the behavior inputs is for, in UTC. */
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

  /** The text by which the database knows this constant, such as {@code day}. */
  public String value() {
    return value;
  }

  /** The longest time that one of them is for. */
  public Duration longest() {
    return longest;
  }
}
