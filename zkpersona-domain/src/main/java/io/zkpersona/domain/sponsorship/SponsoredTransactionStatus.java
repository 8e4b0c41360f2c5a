package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.validation.EnumValues;

/** Where a sponsored transaction stands; a new one is {@link #PENDING}. */
public enum SponsoredTransactionStatus {
  /** Its cost is reserved; it was not sent yet. */
  PENDING("pending"),

  /** It was sent, and its hash is known. */
  SUBMITTED("submitted"),

  /** It is on chain, and what it did cost is spent. */
  CONFIRMED("confirmed"),

  /** It was never sent, lapsed, or failed, perhaps at a cost. */
  FAILED("failed");

  private static final EnumValues<SponsoredTransactionStatus> VALUES =
      EnumValues.of(values(), SponsoredTransactionStatus::value);

  private final String value;

  SponsoredTransactionStatus(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code pending}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static SponsoredTransactionStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
