package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.snark.SnarkFormat;
import io.zkpersona.domain.proof.snark.SnarkKey;
import io.zkpersona.domain.validation.Checks;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The three documents of a proof. Immutable and thread-safe; {@link #toString()} shows nothing of
 * them.
 *
 * <p>{@link #canonical} reads them in every spelling that means the same to everybody and gives
 * them one. For Groth16, PLONK and FFLONK that is snarkjs' own: numbers are decimal strings without
 * leading zeros and below the modulus of their field, points are affine with a third coordinate of
 * 1 or {@code ["0","1","0"]} at infinity, members stand in a fixed order. What is read:
 *
 * <ul>
 *   <li>numbers as strings of decimal digits or of {@code 0x} and hexadecimal digits in either
 *       case, leading zeros included, and as JSON numbers, which are read exactly; coordinates and
 *       other field elements in excess of their modulus too, up to whole words of 64 bits, as
 *       snarkjs does; a public signal only below it;
 *   <li>points with and without a third coordinate; one other than 0 and 1 makes them Jacobian;
 *       infinity with a third coordinate of 0, or as (0, 0);
 *   <li>curves by all their names, such as {@code BN254}, {@code alt_bn128} and {@code BLS12-381};
 *       they must be BN254 or BLS12-381;
 *   <li>proofs with or without {@code protocol} and {@code curve}, keys with or without {@code
 *       protocol}, Groth16 keys also without {@code nPublic};
 *   <li>members that verification doesn't read are dropped. Of a Groth16 key {@code protocol},
 *       {@code curve}, {@code nPublic}, {@code vk_alpha_1}, {@code vk_beta_2}, {@code vk_gamma_2},
 *       {@code vk_delta_2} and {@code IC} are kept; of a PLONK key not {@code w}; the roots of
 *       unity of an FFLONK key are those that snarkjs chooses.
 * </ul>
 *
 * <p>Points must be on the curve and in the subgroup of prime order. Whether the proof holds is for
 * a verifier to say. For other protocols proof and key are any objects or arrays and the signals
 * anything; they get the {@linkplain Json#canonicalText canonical form} of JSON, and nothing else
 * is known to mean the same.
 *
 * @param proofData the proof
 * @param verificationKey what it is checked with
 * @param publicSignals what it proves
 */
public record ProofDocuments(Json proofData, Json verificationKey, Json publicSignals) {
  private static final String PROOF = "proofData";
  private static final String KEY = "verificationKey";
  private static final String SIGNALS = "publicSignals";

  /**
   * Wraps the documents as they are.
   *
   * @throws ValidationException if one is null
   */
  public ProofDocuments {
    Checks.notNull(PROOF, proofData);
    Checks.notNull(KEY, verificationKey);
    Checks.notNull(SIGNALS, publicSignals);
  }

  /**
   * The documents in their one spelling: all spellings of the same documents give equal ones, and
   * canonical ones give themselves. A private witness is refused: see {@link WitnessCheck}.
   *
   * @throws ValidationException if a document is none of the protocol, the documents don't go
   *     together, or one has a member by the name of a private witness. The field is the document
   *     and the path to the member, such as {@code verificationKey.IC[3]}
   */
  public static ProofDocuments canonical(
      ProofProtocol protocol, Json proofData, Json verificationKey, Json publicSignals) {
    return canonical(protocol, proofData, verificationKey, publicSignals, WitnessMembers.REFUSED);
  }

  /**
   * As {@link #canonical(ProofProtocol, Json, Json, Json)}, but members by the name of a private
   * witness may be let in. For Groth16, PLONK and FFLONK they are dropped like other unknown ones;
   * for the other protocols they are kept.
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
   * A verification key in its one spelling, of which {@link VerificationKeyHash#of} makes its
   * address. Only what verification reads can change it.
   *
   * @throws ValidationException if it is no key of the protocol, or has a member by the name of a
   *     private witness
   */
  public static Json canonicalKey(ProofProtocol protocol, Json key) {
    SnarkFormat format = format(protocol);
    WitnessCheck.check(KEY, key, WitnessMembers.REFUSED);
    return format == null ? container(KEY, key) : format.key(key).json();
  }

  /**
   * How many public signals a key expects.
   *
   * @return empty if the protocol's keys don't tell
   * @throws ValidationException as {@link #canonicalKey}
   */
  public static OptionalInt publicSignalCount(ProofProtocol protocol, Json canonicalKey) {
    SnarkFormat format = format(protocol);
    return format == null
        ? OptionalInt.empty()
        : OptionalInt.of(format.key(canonicalKey).publicSignalCount());
  }

  /**
   * Tells whether these are in their one spelling already.
   *
   * @throws ValidationException as {@link #canonical(ProofProtocol, Json, Json, Json)}
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
      throw new ValidationException(field, "no object or array (expected: one of them)");
    }
    return canonicalJson(document);
  }

  private static Json canonicalJson(Json document) {
    return Json.of(document.canonicalText());
  }
}
