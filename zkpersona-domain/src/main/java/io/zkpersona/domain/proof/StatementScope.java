package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** Which versions of a circuit a statement is compared in; {@link #VERSION} by default. */
public enum StatementScope {
  /** A statement is this version's own: another version may prove the same again. */
  VERSION("version"),

  /**
   * One statement with all versions of the circuit's name that declare the same. For versions whose
   * signals mean the same.
   */
  ALL_VERSIONS("all_versions");

  private static final EnumValues<StatementScope> VALUES =
      EnumValues.of(values(), StatementScope::value);

  private final String value;

  StatementScope(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code version}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static StatementScope fromValue(String value) {
    return VALUES.get(value);
  }
}
