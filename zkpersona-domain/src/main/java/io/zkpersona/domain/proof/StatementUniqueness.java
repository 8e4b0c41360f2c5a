package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** Among whose proofs a statement is unique; {@link #PER_USER} unless a circuit says otherwise. */
public enum StatementUniqueness {
  /** Each user may prove it once: many are over 18. */
  PER_USER("per_user"),

  /** One user may prove it: what the signals say can be true of one only. */
  GLOBAL("global");

  private static final EnumValues<StatementUniqueness> VALUES =
      EnumValues.of(values(), StatementUniqueness::value);

  private final String value;

  StatementUniqueness(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code per_user}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static StatementUniqueness fromValue(String value) {
    return VALUES.get(value);
  }
}
