package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.EnumValues;

/** Through what a session is held; {@link #WEB} unless said otherwise. */
public enum SessionType {
  /** A browser. */
  WEB("web"),

  /** A mobile application. */
  MOBILE("mobile"),

  /** A program that calls the service. */
  API("api"),

  /** Activity on a chain, without a client of ours. */
  BLOCKCHAIN("blockchain");

  private static final EnumValues<SessionType> VALUES = EnumValues.of(values(), SessionType::value);

  private final String value;

  SessionType(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code web}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static SessionType fromValue(String value) {
    return VALUES.get(value);
  }
}
