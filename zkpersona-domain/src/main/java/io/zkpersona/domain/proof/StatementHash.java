package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;

/**
 * What a proof claims, whichever proof claims it: SHA-256 over the hash of the verification key (in
 * hexadecimal digits), the protocol and the public signals in their {@link Json#canonicalText
 * canonical form}, each in UTF-8 and followed by a NUL. A proof that was changed into another valid
 * one, or written in another way, has the same. Immutable and thread-safe.
 *
 * @param value the hash as 64 lower-case hexadecimal digits
 */
public record StatementHash(String value) {

  /**
   * Wraps a hash.
   *
   * @throws ValidationException if value is null or anything but 64 lower-case hexadecimal digits
   */
  public StatementHash {
    Hashes.check("statementHash", value);
  }

  /**
   * Wraps a hash.
   *
   * @param bytes its 32 bytes
   * @throws ValidationException if there are more or fewer
   */
  public static StatementHash ofBytes(byte[] bytes) {
    return new StatementHash(Hashes.hex(bytes));
  }

  /** The hash of a statement. */
  public static StatementHash of(
      VerificationKeyHash verificationKey, ProofProtocol protocol, Json publicSignals) {
    return new StatementHash(
        Hashes.over(verificationKey.value(), protocol.value(), publicSignals.canonicalText()));
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
