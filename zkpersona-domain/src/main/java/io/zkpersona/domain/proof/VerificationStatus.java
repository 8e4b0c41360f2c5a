package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** The verification status of a proof; a new proof is {@link #PENDING}. */
public enum VerificationStatus {
  /** Not verified yet. */
  PENDING("pending"),

  /** Verified, at {@link ZkProof#verifiedAt()}. */
  VERIFIED("verified"),

  /** Checked and found invalid. */
  FAILED("failed"),

  /** No longer valid, regardless of earlier verification. */
  EXPIRED("expired");

  private static final EnumValues<VerificationStatus> VALUES =
      EnumValues.of(values(), VerificationStatus::value);

  private final String value;

  VerificationStatus(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code pending}. */
  public String value() {
    return value;
  }

  /**
   * Tells whether a proof in this status may change to another. A pending proof may become verified
   * or failed. A pending or verified proof may become expired. A failed or expired proof never
   * changes.
   */
  public boolean mayBecome(VerificationStatus next) {
    return switch (this) {
      case PENDING -> next != PENDING;
      case VERIFIED -> next == EXPIRED;
      case FAILED, EXPIRED -> false;
    };
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static VerificationStatus fromValue(String value) {
    return VALUES.get(value);
  }
}
