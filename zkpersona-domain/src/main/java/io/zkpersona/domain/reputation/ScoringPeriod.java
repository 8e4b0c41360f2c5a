package io.zkpersona.domain.reputation;

import io.zkpersona.domain.validation.EnumValues;

/** The period that a reputation covers; {@link #CURRENT} by default. */
public enum ScoringPeriod {
  /** The current state. */
  CURRENT("current"),

  /** One day. */
  DAILY("daily"),

  /** One week. */
  WEEKLY("weekly"),

  /** One month. */
  MONTHLY("monthly"),

  /** Three months. */
  QUARTERLY("quarterly"),

  /** One year. */
  YEARLY("yearly"),

  /** Since the beginning of records. */
  ALL_TIME("all_time");

  private static final EnumValues<ScoringPeriod> VALUES =
      EnumValues.of(values(), ScoringPeriod::value);

  private final String value;

  ScoringPeriod(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code current}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ScoringPeriod fromValue(String value) {
    return VALUES.get(value);
  }
}
