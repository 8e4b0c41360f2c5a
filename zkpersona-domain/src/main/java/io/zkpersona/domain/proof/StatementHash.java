package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;

/**
 * The hash of a claim, whichever proof makes it. For a declared circuit: SHA-256 over the word
 * circuit, its name, its version (or nothing, if its statements are one with all versions), the
 * protocol and the public signals in their {@link Json#canonicalText canonical form}; else over the
 * hash of the verification key (in hexadecimal digits), the protocol and the signals; each in UTF-8
 * and followed by a NUL. A proof that was changed into another valid one, or written in another
 * way, has the same. A key that was changed into another one that accepts the same proofs makes it
 * another statement, unless both are keys of one declared circuit. Immutable and thread-safe.
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

  /**
   * The hash of a statement of a declared circuit.
   *
   * @param circuitVersion the version; not looked at if all versions share their statements
   */
  public static StatementHash of(
      String circuitName,
      String circuitVersion,
      StatementScope scope,
      ProofProtocol protocol,
      Json publicSignals) {
    return new StatementHash(
        Hashes.over(
            "circuit",
            circuitName,
            scope == StatementScope.VERSION ? circuitVersion : "",
            protocol.value(),
            publicSignals.canonicalText()));
  }

  /** The hash of a statement that no circuit was declared for. */
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
