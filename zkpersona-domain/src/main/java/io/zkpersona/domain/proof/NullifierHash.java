package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;

/**
 * A nullifier in its scope: SHA-256 over the name of the scope, the decimal digits of the scope's
 * signals and those of the nullifier, each in UTF-8 and followed by a NUL. All that is kept of a
 * nullifier that was spent; {@link NullifierRule#hash} makes it. Immutable and thread-safe.
 *
 * @param value the hash as 64 lower-case hexadecimal digits
 */
public record NullifierHash(String value) {

  /**
   * Wraps a hash.
   *
   * @throws ValidationException if value is null or anything but 64 lower-case hexadecimal digits
   */
  public NullifierHash {
    Hashes.check("nullifierHash", value);
  }

  /**
   * Wraps a hash.
   *
   * @param bytes its 32 bytes
   * @throws ValidationException if there are more or fewer
   */
  public static NullifierHash ofBytes(byte[] bytes) {
    return new NullifierHash(Hashes.hex(bytes));
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
