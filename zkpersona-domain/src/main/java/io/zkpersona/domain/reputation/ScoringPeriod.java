package io.zkpersona.domain.reputation;

import io.zkpersona.domain.validation.EnumValues;

/** Over which time a reputation is reckoned; {@link #CURRENT} unless said otherwise. */
public enum ScoringPeriod {
  /** As things stand. */
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

  /** Since the beginning. */
  ALL_TIME("all_time");

  private static final EnumValues<ScoringPeriod> VALUES =
      EnumValues.of(values(), ScoringPeriod::value);

  private final String value;

  ScoringPeriod(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code current}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ScoringPeriod fromValue(String value) {
    return VALUES.get(value);
  }
}
