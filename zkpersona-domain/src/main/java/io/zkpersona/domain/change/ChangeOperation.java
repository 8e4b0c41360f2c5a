package io.zkpersona.domain.change;

import io.zkpersona.domain.validation.EnumValues;

/** The kind of a recorded change. */
public enum ChangeOperation {
  /** A row was inserted. */
  INSERT("insert"),

  /** A row was updated. */
  UPDATE("update"),

  /** A row was deleted, by itself or with the row that it refers to. */
  DELETE("delete"),

  /** A person was erased: the versions and ids of their changes were removed. */
  ERASE("erase"),

  /** A row was read, by a service that has its reads recorded. */
  READ("read");

  private static final EnumValues<ChangeOperation> VALUES =
      EnumValues.of(values(), ChangeOperation::value);

  private final String value;

  ChangeOperation(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code insert}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ChangeOperation fromValue(String value) {
    return VALUES.get(value);
  }
}
