package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.validation.EnumValues;

/** The status of a sponsor; a new one is {@link #ACTIVE}. */
public enum SponsorStatus {
  /** Pays, within the daily budget. */
  ACTIVE("active"),

  /** Accepts no new reservations; existing reservations proceed. */
  SUSPENDED("suspended");

  private static final EnumValues<SponsorStatus> VALUES =
      EnumValues.of(values(), SponsorStatus::value);

  private final String value;

  SponsorStatus(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code active}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static SponsorStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
