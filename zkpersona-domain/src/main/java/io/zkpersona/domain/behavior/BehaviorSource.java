package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.EnumValues;

/** The source of an input; {@link #WEB} by default. */
public enum BehaviorSource {
  /** A browser. */
  WEB("web"),

  /** A mobile application. */
  MOBILE("mobile"),

  /** A program that calls the service's API. */
  API("api"),

  /** A blockchain. */
  BLOCKCHAIN("blockchain"),

  /** An oracle. */
  ORACLE("oracle");

  private static final EnumValues<BehaviorSource> VALUES =
      EnumValues.of(values(), BehaviorSource::value);

  private final String value;

  BehaviorSource(String value) {
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
  public static BehaviorSource fromValue(String value) {
    return VALUES.get(value);
  }
}
