package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** What is known of a proof; a new proof is {@link #PENDING}. */
public enum VerificationStatus {
  /** Not verified yet. */
  PENDING("pending"),

  /** Verified, at {@link ZkProof#verifiedAt()}. */
  VERIFIED("verified"),

  /** Verified and found wrong. */
  FAILED("failed"),

  /** No longer in force, whatever was found before. */
  EXPIRED("expired");

  private static final EnumValues<VerificationStatus> VALUES =
      EnumValues.of(values(), VerificationStatus::value);

  private final String value;

  VerificationStatus(String value) {
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
  public static VerificationStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
