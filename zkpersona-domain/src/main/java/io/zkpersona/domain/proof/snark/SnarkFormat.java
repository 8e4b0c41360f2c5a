package io.zkpersona.domain.proof.snark;

import static io.zkpersona.domain.proof.snark.ObjectForm.each;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.util.Map;

/**
 * The members of a protocol's documents, as written by snarkjs 0.7.
 *
 * <p>A key keeps exactly the members that verification reads. Members that verification recomputes
 * or ignores are dropped, such as Groth16's {@code vk_alphabeta_12} and PLONK's {@code w}, so that
 * changing them does not give a key another hash.
 */
public enum SnarkFormat {
  /** Groth16. */
  GROTH16(
      "groth16",
      ObjectForm.of(each(Form.G1, "pi_a"), each(Form.G2, "pi_b"), each(Form.G1, "pi_c")),
      ObjectForm.of(
          each(Form.G1, "vk_alpha_1"),
          each(Form.G2, "vk_beta_2 vk_gamma_2 vk_delta_2"),
          each(Form.G1.each(), SnarkFormat.POINTS))),

  /** PLONK. */
  PLONK(
      "plonk",
      ObjectForm.of(
          each(Form.G1, "A B C Z T1 T2 T3 Wxi Wxiw"),
          each(Form.SCALAR, "eval_a eval_b eval_c eval_s1 eval_s2 eval_zw")),
      ObjectForm.of(
          each(Form.POWER, "power"),
          each(Form.SCALAR, "k1 k2"),
          each(Form.G1, "Qm Ql Qr Qo Qc S1 S2 S3"),
          each(Form.G2, "X_2"))),

  /** FFLONK. */
  FFLONK(
      "fflonk",
      ObjectForm.of(
          Map.of("polynomials", ObjectForm.of(each(Form.G1, "C1 C2 W1 W2"))),
          // The inverse is only for contracts; the verifier of snarkjs does not read it.
          Map.of(
              "evaluations",
              ObjectForm.of(each(Form.SCALAR, "ql qr qm qo qc s1 s2 s3 a b c z zw t1w t2w inv"))
                  .without("inv"))),
      ObjectForm.of(
              each(Form.POWER, "power"),
              each(Form.SCALAR, "k1 k2 w w3 w4 w8 wr"),
              each(Form.G2, "X_2"),
              each(Form.G1, "C0"))
          .without("w w3 w4 w8 wr"));

  /** The member of a Groth16 key that contains one point for each signal, plus one. */
  static final String POINTS = "IC";

  private final String value;

  @SuppressWarnings("Immutable") // forms contain immutable maps of forms
  private final ObjectForm proof;

  @SuppressWarnings("Immutable") // as above
  private final ObjectForm key;

  SnarkFormat(String value, ObjectForm proof, ObjectForm key) {
    this.value = value;
    this.proof = proof;
    this.key = key;
  }

  /** Returns the name of the protocol in snarkjs, such as {@code groth16}. */
  public String value() {
    return value;
  }

  /**
   * Reads a verification key in any notation.
   *
   * @throws ValidationException if it is not a key of this protocol; the field is {@code
   *     verificationKey} and the path to the member
   */
  public SnarkKey key(Json verificationKey) {
    return KeyCache.get(this, verificationKey);
  }

  /** Returns the members of a proof. */
  ObjectForm proofForm() {
    return proof;
  }

  /** Returns the members of a key, except those that keys of all protocols have. */
  ObjectForm keyForm() {
    return key;
  }
}
