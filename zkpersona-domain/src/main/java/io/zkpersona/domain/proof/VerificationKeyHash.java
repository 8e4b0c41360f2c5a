package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;

/**
 * The address of a verification key: SHA-256 over its {@link Json#canonicalText canonical JSON} in
 * UTF-8 and a NUL. Stored keys are {@linkplain ProofDocuments#canonicalKey canonical}, so that a
 * key has one address in every spelling, and only what verification reads can change it. Immutable
 * and thread-safe.
 *
 * <p>Two addresses don't mean two circuits. Anybody can turn a Groth16 key into others that accept
 * the same proofs: (k · alpha, k⁻¹ · beta) instead of (alpha, beta) for any k, and likewise (k⁻¹ ·
 * IC, k · gamma), since only the pairings of the two count. These are other keys in the canonical
 * form too. A {@link Circuit} says which keys are its own.
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
   * @param bytes its 32 bytes
   * @throws ValidationException if there are more or fewer
   */
  public static VerificationKeyHash ofBytes(byte[] bytes) {
    return new VerificationKeyHash(Hashes.hex(bytes));
  }

  /**
   * The hash of a key.
   *
   * @param verificationKey a key in the form that {@link ProofDocuments#canonicalKey} gives it; any
   *     other spelling gives another hash
   */
  public static VerificationKeyHash of(Json verificationKey) {
    return new VerificationKeyHash(Hashes.over(verificationKey.canonicalText()));
  }

  /** The 32 bytes; a new array that the caller may change. */
  public byte[] bytes() {
    return Hashes.bytes(value);
  }

  /** The hexadecimal digits. */
  @Override
  public String toString() {
    return value;
  }
}
