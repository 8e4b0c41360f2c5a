package io.zkpersona.domain.proof;

import io.zkpersona.domain.validation.EnumValues;

/** What family a proof belongs to; {@link #ZKML} unless said otherwise. */
public enum ProofType {
  /** A proof that a model gave a result. */
  ZKML("zkml"),

  /** A succinct non-interactive argument of knowledge. */
  ZK_SNARK("zk-snark"),

  /** A scalable transparent argument of knowledge. */
  ZK_STARK("zk-stark"),

  /** A proof of the PLONK family. */
  PLONK("plonk"),

  /** Any other. */
  CUSTOM("custom");

  private static final EnumValues<ProofType> VALUES = EnumValues.of(values(), ProofType::value);

  private final String value;

  ProofType(String value) {
    this.value = value;
  }

  /** The text by which the database knows this constant, such as {@code zkml}. */
  public String value() {
    return value;
  }

  /**
   * The constant that {@link #value()} names, letter case included.
   *
   * @throws io.zkpersona.domain.error.ValidationException if no constant has this text; the message
   *     lists the allowed ones
   */
  public static ProofType fromValue(String value) {
    return VALUES.get(value);
  }
}
