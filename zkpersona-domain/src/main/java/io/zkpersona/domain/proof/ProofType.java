package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** The family of a proof; {@link #ZKML} by default. */
public enum ProofType {
  /** A proof that a model produced a result. */
  ZKML("zkml"),

  /** A succinct non-interactive argument of knowledge. */
  ZK_SNARK("zk-snark"),

  /** A scalable transparent argument of knowledge. */
  ZK_STARK("zk-stark"),

  /** A proof of the PLONK family. */
  PLONK("plonk"),

  /** Any other family. */
  CUSTOM("custom");

  private static final EnumValues<ProofType> VALUES = EnumValues.of(values(), ProofType::value);

  private final String value;

  ProofType(String value) {
    this.value = value;
  }

  /** Returns the text that represents this constant in the database, such as {@code zkml}. */
  public String value() {
    return value;
  }

  /**
   * Returns the constant whose {@link #value()} equals the text, including letter case.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ProofType fromValue(String value) {
    return VALUES.get(value);
  }
}
