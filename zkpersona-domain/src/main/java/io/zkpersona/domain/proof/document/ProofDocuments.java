package io.zkpersona.domain.proof.document;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.proof.snark.SnarkFormat;
import io.zkpersona.domain.proof.snark.SnarkKey;
import io.zkpersona.domain.validation.Checks;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The three documents of a proof. Immutable and thread-safe; {@link #toString()} shows no content.
 *
 * <p>{@link #canonical} accepts every unambiguous notation of the documents and converts it to a
 * single canonical form. For Groth16, PLONK and FFLONK this is the form of snarkjs: numbers are
 * decimal strings without leading zeros and below the modulus of their field; points are affine
 * with a third coordinate of 1, or {@code ["0","1","0"]} at infinity; members have a fixed order.
 * Accepted input:
 *
 * <ul>
 *   <li>Numbers as strings of decimal digits or of {@code 0x} and hexadecimal digits in either
 *       case, with or without leading zeros, and as JSON numbers, which are read exactly. As in
 *       snarkjs, coordinates and other field elements may exceed their modulus, up to whole 64-bit
 *       words; a public signal must be below it.
 *   <li>Points with and without a third coordinate. A third coordinate other than 0 and 1 makes
 *       them Jacobian. Infinity has a third coordinate of 0 or is written (0, 0).
 *   <li>Curves under all their names, such as {@code BN254}, {@code alt_bn128} and {@code
 *       BLS12-381}; only BN254 and BLS12-381 are supported.
 *   <li>Proofs with or without {@code protocol} and {@code curve}, keys with or without {@code
 *       protocol}, and Groth16 keys with or without {@code nPublic}.
 *   <li>Members that verification does not read; they are dropped. A Groth16 key keeps {@code
 *       protocol}, {@code curve}, {@code nPublic}, {@code vk_alpha_1}, {@code vk_beta_2}, {@code
 *       vk_gamma_2}, {@code vk_delta_2} and {@code IC}. A PLONK key loses {@code w}. The roots of
 *       unity of an FFLONK key become those that snarkjs chooses.
 * </ul>
 *
 * <p>Points must be on the curve and in the subgroup of prime order. The proof itself is not
 * verified. For other protocols, proof and key may be any object or array and the signals any
 * value; they are only converted to the {@linkplain Json#canonicalText canonical form} of JSON.
 *
 * @param proofData the proof
 * @param verificationKey the key that verifies the proof
 * @param publicSignals the public signals
 */
public record ProofDocuments(Json proofData, Json verificationKey, Json publicSignals) {
  private static final String PROOF = "proofData";
  private static final String KEY = "verificationKey";
  private static final String SIGNALS = "publicSignals";

  /**
   * Wraps the documents unchanged.
   *
   * @throws ValidationException if a document is null
   */
  public ProofDocuments {
    Checks.notNull(PROOF, proofData);
    Checks.notNull(KEY, verificationKey);
    Checks.notNull(SIGNALS, publicSignals);
  }

  /**
   * Returns the documents in canonical form. Equivalent documents have equal canonical forms, and
   * canonical documents are returned unchanged. A private witness is rejected: see {@link
   * WitnessCheck}.
   *
   * @throws ValidationException if a document does not match the protocol, the documents do not
   *     match each other, or a member is named like a private witness. The field is the document
   *     and the path to the member, such as {@code verificationKey.IC[3]}
   */
  public static ProofDocuments canonical(
      ProofProtocol protocol, Json proofData, Json verificationKey, Json publicSignals) {
    return canonical(protocol, proofData, verificationKey, publicSignals, WitnessMembers.REFUSED);
  }

  /**
   * Returns the documents in canonical form, like {@link #canonical(ProofProtocol, Json, Json,
   * Json)}, optionally permitting members named like a private witness. For Groth16, PLONK and
   * FFLONK such members are dropped like other unknown ones; for the other protocols they are kept.
   *
   * @throws ValidationException as there
   */
  public static ProofDocuments canonical(
      ProofProtocol protocol,
      Json proofData,
      Json verificationKey,
      Json publicSignals,
      WitnessMembers witness) {
    SnarkFormat format = format(protocol);
    WitnessCheck.check(PROOF, proofData, witness);
    WitnessCheck.check(KEY, verificationKey, witness);
    WitnessCheck.check(SIGNALS, publicSignals, witness);
    if (format == null) {
      return new ProofDocuments(
          container(PROOF, proofData),
          container(KEY, verificationKey),
          canonicalJson(publicSignals));
    }
    SnarkKey key = format.key(verificationKey);
    return new ProofDocuments(key.proof(proofData), key.json(), key.signals(publicSignals));
  }

  /**
   * Returns a verification key in canonical form, from which {@link VerificationKeyHash#of}
   * computes its hash. Only members that verification reads affect it.
   *
   * @throws ValidationException if it is not a key of the protocol, or has a member named like a
   *     private witness
   */
  public static Json canonicalKey(ProofProtocol protocol, Json key) {
    SnarkFormat format = format(protocol);
    WitnessCheck.check(KEY, key, WitnessMembers.REFUSED);
    return format == null ? container(KEY, key) : format.key(key).json();
  }

  /**
   * Returns the number of public signals that a key expects.
   *
   * @return empty if keys of the protocol do not contain it
   * @throws ValidationException as {@link #canonicalKey}
   */
  public static OptionalInt publicSignalCount(ProofProtocol protocol, Json canonicalKey) {
    SnarkFormat format = format(protocol);
    return format == null
        ? OptionalInt.empty()
        : OptionalInt.of(format.key(canonicalKey).publicSignalCount());
  }

  /**
   * Tells whether these documents are already in canonical form.
   *
   * @throws ValidationException as {@link #canonical(ProofProtocol, Json, Json, Json)}, except that
   *     members named like a private witness are permitted
   */
  public boolean isCanonical(ProofProtocol protocol) {
    return canonical(
            protocol, proofData, verificationKey, publicSignals, WitnessMembers.STORED_KNOWINGLY)
        .equals(this);
  }

  private static @Nullable SnarkFormat format(ProofProtocol protocol) {
    return switch (Checks.notNull("protocol", protocol)) {
      case GROTH16 -> SnarkFormat.GROTH16;
      case PLONK -> SnarkFormat.PLONK;
      case FFLONK -> SnarkFormat.FFLONK;
      case MARLIN, SONIC, BULLETPROOFS -> null;
    };
  }

  private static Json container(String field, Json document) {
    if (!document.isObject() && !document.isArray()) {
      throw new ValidationException(
          field, "not an object or array (expected: a JSON object or array)");
    }
    return canonicalJson(document);
  }

  private static Json canonicalJson(Json document) {
    return Json.of(document.canonicalText());
  }
}
