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
  public static UserStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
