package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.validation.EnumValues;

/** The attribute of a user that a public signal can contain as a number. */
public enum UserIdentity {
  /** The 20 bytes of the user's Ethereum address, as {@code uint160}. */
  WALLET_ADDRESS("wallet_address"),

  /** The 128 bits of the user's id, most significant bits first. */
  USER_ID("user_id");

  private static final EnumValues<UserIdentity> VALUES =
      EnumValues.of(values(), UserIdentity::value);

  private final String value;

  UserIdentity(String value) {
    this.value = value;
  }

  /**
   * Returns the text that represents this constant in the database, such as {@code wallet_address}.
   */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static UserIdentity fromValue(String value) {
    return VALUES.get(value);
  }
}
