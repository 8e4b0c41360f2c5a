package io.zkpersona.domain.reputation;

import io.zkpersona.domain.validation.EnumValues;

/** The subject of a reputation; {@link #OVERALL} by default. */
public enum ScoringCategory {
  /** All activity together. */
  OVERALL("overall"),

  /** Decentralized finance. */
  DEFI("defi"),

  /** Non-fungible tokens. */
  NFT("nft"),

  /** Governance. */
  DAO("dao"),

  /** Social activity. */
  SOCIAL("social"),

  /** Trading. */
  TRADING("trading"),

  /** Staking. */
  STAKING("staking"),

  /** Lending and borrowing. */
  LENDING("lending");

  private static final EnumValues<ScoringCategory> VALUES =
      EnumValues.of(values(), ScoringCategory::value);

  private final String value;

  ScoringCategory(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code overall}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ScoringCategory fromValue(String value) {
    return VALUES.get(value);
  }
}
