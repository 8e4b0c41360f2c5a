package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.EnumValues;

/** What kind of activity an input is; {@link #GENERAL} unless said otherwise. */
public enum InputType {
  /** A transaction on a chain. */
  TRANSACTION("transaction"),

  /** A call of a contract or an event it wrote. */
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

  /** The text by which the database knows this constant, such as {@code transaction}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static InputType fromValue(String value) {
    return VALUES.get(value);
  }
}
