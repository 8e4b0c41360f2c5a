package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** The verdict of a verifier. */
public enum VerificationVerdict {
  /** The proof is valid. */
  ACCEPTED("accepted"),

  /** The proof is invalid. */
  REJECTED("rejected"),

  /** Undecided, for example because the verifier was interrupted or does not know the circuit. */
  INCONCLUSIVE("inconclusive");

  private static final EnumValues<VerificationVerdict> VALUES =
      EnumValues.of(values(), VerificationVerdict::value);

  private final String value;

  VerificationVerdict(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code accepted}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static VerificationVerdict fromValue(String value) {
    return VALUES.get(value);
  }
}
