package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.EnumValues;

/** Where an input came from; {@link #WEB} unless said otherwise. */
public enum BehaviorSource {
  /** A browser. */
  WEB("web"),

  /** A mobile application. */
  MOBILE("mobile"),

  /** A program that calls the service. */
  API("api"),

  /** Read from a chain. */
  BLOCKCHAIN("blockchain"),

  /** Reported by an oracle. */
  ORACLE("oracle");

  private static final EnumValues<BehaviorSource> VALUES =
      EnumValues.of(values(), BehaviorSource::value);

  private final String value;

  BehaviorSource(String value) {
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
  public static BehaviorSource fromValue(String value) {
    return VALUES.get(value);
  }
}
