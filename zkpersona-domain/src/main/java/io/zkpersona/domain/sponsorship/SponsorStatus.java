package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.validation.EnumValues;

/** Whether a sponsor pays; a new one is {@link #ACTIVE}. */
public enum SponsorStatus {
  /** Pays, within the daily budget. */
  ACTIVE("active"),

  /** Takes no new reservations; what is reserved goes its way. */
  SUSPENDED("suspended");

  private static final EnumValues<SponsorStatus> VALUES =
      EnumValues.of(values(), SponsorStatus::value);

  private final String value;

  SponsorStatus(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code active}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static SponsorStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
