package io.zkpersona.domain.user;

import io.zkpersona.domain.validation.EnumValues;

/** The status of a user; a new user is {@link #ACTIVE}. */
public enum UserStatus {
  /** In use, without restriction. */
  ACTIVE("active"),

  /** Kept, but not in use. */
  INACTIVE("inactive"),

  /** Temporarily barred. */
  SUSPENDED("suspended"),

  /** Soft-deleted: found by id only, and still holds its wallet, e-mail and name. */
  DELETED("deleted");

  private static final EnumValues<UserStatus> VALUES = EnumValues.of(values(), UserStatus::value);

  private final String value;

  UserStatus(String value) {
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
  public static UserStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
