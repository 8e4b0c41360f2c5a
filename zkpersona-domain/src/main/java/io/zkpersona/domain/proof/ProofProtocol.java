package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** By which protocol a proof was made; {@link #GROTH16} unless said otherwise. */
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

  /** The text by which the database knows this constant, such as {@code groth16}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ProofProtocol fromValue(String value) {
    return VALUES.get(value);
  }
}
