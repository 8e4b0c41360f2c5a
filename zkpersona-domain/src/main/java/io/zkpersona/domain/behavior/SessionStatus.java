package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.EnumValues;

/** Where a session stands; a new session is {@link #ACTIVE}. */
public enum SessionStatus {
  /** In use. */
  ACTIVE("active"),

  /** Ended by its user. */
  COMPLETED("completed"),

  /** Ended by the passing of time. */
  EXPIRED("expired"),

  /** Ended by the service. */
  TERMINATED("terminated");

  private static final EnumValues<SessionStatus> VALUES =
      EnumValues.of(values(), SessionStatus::value);

  private final String value;

  SessionStatus(String value) {
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
  public static SessionStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
