package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.validation.EnumValues;

/** The status of a sponsored transaction; a new one is {@link #PENDING}. */
public enum SponsoredTransactionStatus {
  /** The cost is reserved; the transaction was not sent yet. */
  PENDING("pending"),

  /** The transaction was sent, and its hash is known. */
  SUBMITTED("submitted"),

  /** The transaction is on chain, and its cost is spent. */
  CONFIRMED("confirmed"),

  /** The transaction was never sent, expired, or failed, possibly at a cost. */
  FAILED("failed");

  private static final EnumValues<SponsoredTransactionStatus> VALUES =
      EnumValues.of(values(), SponsoredTransactionStatus::value);

  private final String value;

  SponsoredTransactionStatus(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code pending}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static SponsoredTransactionStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
