package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.EnumValues;

/** The type of activity of an input; {@link #GENERAL} by default. */
public enum InputType {
  /** A transaction on a chain. */
  TRANSACTION("transaction"),

  /** A contract call or an event emitted by a contract. */
  INTERACTION("interaction"),

  /** Decentralized finance: swaps, transfers, loans. */
  DEFI("defi"),

  /** Non-fungible tokens. */
  NFT("nft"),

  /** Governance: proposals and votes. */
  DAO("dao"),

  /** Social activity. */
  SOCIAL("social"),

  /** Anything else. */
  GENERAL("general");

  private static final EnumValues<InputType> VALUES = EnumValues.of(values(), InputType::value);

  private final String value;

  InputType(String value) {
    this.value = value;
  }

  /**
   * Returns the text that represents this constant in the database, such as {@code transaction}.
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
  public static InputType fromValue(String value) {
    return VALUES.get(value);
  }
}
