package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.error.ValidationException;

/**
 * The hash of a nullifier in its scope, the only trace kept of a spent nullifier: SHA-256 over the
 * name of the scope, the decimal digits of the scope's signals and those of the nullifier, each in
 * UTF-8 and followed by a NUL. Computed by {@link NullifierRule#hash}. Immutable and thread-safe.
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
   * @param bytes the 32 bytes of the hash
   * @throws ValidationException if the length is not 32
   */
  public static NullifierHash ofBytes(byte[] bytes) {
    return new NullifierHash(Hashes.hex(bytes));
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
