package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.validation.EnumValues;

/** The versions of a circuit that share statements; {@link #VERSION} by default. */
public enum StatementScope {
  /** Statements belong to one version: another version may prove the same statement again. */
  VERSION("version"),

  /**
   * Statements are shared by all versions with the circuit's name and this scope. Use this if the
   * signals have the same meaning in these versions.
   */
  ALL_VERSIONS("all_versions");

  private static final EnumValues<StatementScope> VALUES =
      EnumValues.of(values(), StatementScope::value);

  private final String value;

  StatementScope(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code version}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static StatementScope fromValue(String value) {
    return VALUES.get(value);
  }
}
