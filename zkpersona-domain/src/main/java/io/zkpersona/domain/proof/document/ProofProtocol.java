package io.zkpersona.domain.proof.document;

import io.zkpersona.domain.validation.EnumValues;

/** The protocol of a proof; {@link #GROTH16} by default. */
public enum ProofProtocol {
  /** Groth16. */
  GROTH16("groth16"),

  /** PLONK. */
  PLONK("plonk"),

  /** Marlin. */
  MARLIN("marlin"),

  /** Sonic. */
  SONIC("sonic"),

  /** Bulletproofs. */
  BULLETPROOFS("bulletproofs"),

  /** FFLONK. */
  FFLONK("fflonk");

  private static final EnumValues<ProofProtocol> VALUES =
      EnumValues.of(values(), ProofProtocol::value);

  private final String value;

  ProofProtocol(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code groth16}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ProofProtocol fromValue(String value) {
    return VALUES.get(value);
  }
}
