package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.EnumValues;

/** The client of a session; {@link #WEB} by default. */
public enum SessionType {
  /** A browser. */
  WEB("web"),

  /** A mobile application. */
  MOBILE("mobile"),

  /** A program that calls the service's API. */
  API("api"),

  /** Activity on a chain, without a client. */
  BLOCKCHAIN("blockchain");

  private static final EnumValues<SessionType> VALUES = EnumValues.of(values(), SessionType::value);

  private final String value;

  SessionType(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code web}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static SessionType fromValue(String value) {
    return VALUES.get(value);
  }
}
