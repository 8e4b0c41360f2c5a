package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;

/**
 * The address of a verification key: SHA-256 over its {@link Json#canonicalText canonical form} in
 * UTF-8 and a NUL, so that however it is spelled, a key has one address. Immutable and thread-safe.
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

  /** The hash of a key. */
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
