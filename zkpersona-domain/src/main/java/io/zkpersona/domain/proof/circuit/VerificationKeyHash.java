package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.document.ProofDocuments;

/**
 * The hash of a verification key: SHA-256 over its {@linkplain Json#canonicalText canonical JSON}
 * in UTF-8 and a NUL. Stored keys are {@linkplain ProofDocuments#canonicalKey canonical}, so a key
 * has one hash regardless of notation, and only members that verification reads affect it.
 * Immutable and thread-safe.
 *
 * <p>Different hashes do not imply different circuits. Anyone can transform a Groth16 key into
 * others that accept the same proofs: (k · alpha, k⁻¹ · beta) instead of (alpha, beta) for any k,
 * and likewise (k⁻¹ · IC, k · gamma), because verification uses only the pairing of the two. The
 * canonical forms of such keys differ too. A {@link Circuit} lists the keys that belong to it.
 *
 * @param value the hash as 64 lower-case hexadecimal digits
 */
public record VerificationKeyHash(String value) {

  /**
   * Wraps a hash.
   *
   * @throws ValidationException if value is null or anything but 64 lower-case hexadecimal digits
   */
  public VerificationKeyHash {
    Hashes.check("verificationKeyHash", value);
  }

  /**
   * Wraps a hash.
   *
   * @param bytes the 32 bytes of the hash
   * @throws ValidationException if the length is not 32
   */
  public static VerificationKeyHash ofBytes(byte[] bytes) {
    return new VerificationKeyHash(Hashes.hex(bytes));
  }

  /**
   * Computes the hash of a key.
   *
   * @param verificationKey a key in the form returned by {@link ProofDocuments#canonicalKey}; any
   *     other form has a different hash
   */
  public static VerificationKeyHash of(Json verificationKey) {
    return new VerificationKeyHash(Hashes.over(verificationKey.canonicalText()));
  }

  /** Returns the 32 bytes in a new array. */
  public byte[] bytes() {
    return Hashes.bytes(value);
  }

  /** Returns the hexadecimal digits. */
  @Override
  public String toString() {
    return value;
  }
}
