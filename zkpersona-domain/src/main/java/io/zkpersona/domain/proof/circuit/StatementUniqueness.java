package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.validation.EnumValues;

/** The set of proofs in which a statement is unique; {@link #PER_USER} by default. */
public enum StatementUniqueness {
  /** Each user may prove a statement once: several users can be over 18. */
  PER_USER("per_user"),

  /** Only one user may prove a statement: its signals can be true of only one. */
  GLOBAL("global");

  private static final EnumValues<StatementUniqueness> VALUES =
      EnumValues.of(values(), StatementUniqueness::value);

  private final String value;

  StatementUniqueness(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code per_user}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static StatementUniqueness fromValue(String value) {
    return VALUES.get(value);
  }
}
