package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** What a verifier came to. */
public enum VerificationVerdict {
  /** The proof holds. */
  ACCEPTED("accepted"),

  /** The proof does not hold. */
  REJECTED("rejected"),

  /**
   * Neither could be found out: the verifier was interrupted, say, or does not know the circuit.
   */
  INCONCLUSIVE("inconclusive");

  private static final EnumValues<VerificationVerdict> VALUES =
      EnumValues.of(values(), VerificationVerdict::value);

  private final String value;

  VerificationVerdict(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code accepted}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static VerificationVerdict fromValue(String value) {
    return VALUES.get(value);
  }
}
