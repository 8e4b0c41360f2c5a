package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.EnumValues;

/** The status of a session; a new session is {@link #ACTIVE}. */
public enum SessionStatus {
  /** In use. */
  ACTIVE("active"),

  /** Ended by its user. */
  COMPLETED("completed"),

  /** Ended by timeout. */
  EXPIRED("expired"),

  /** Ended by the service. */
  TERMINATED("terminated");

  private static final EnumValues<SessionStatus> VALUES =
      EnumValues.of(values(), SessionStatus::value);

  private final String value;

  SessionStatus(String value) {
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
  public static SessionStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
