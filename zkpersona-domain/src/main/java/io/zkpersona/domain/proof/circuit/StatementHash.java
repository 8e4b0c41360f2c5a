package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.document.ProofProtocol;

/**
 * The hash of a statement, independent of the proof that proves it. For a declared circuit it is
 * SHA-256 over the word "circuit", the circuit's name, its version (empty if all versions share
 * statements), the protocol and the public signals in {@linkplain Json#canonicalText canonical
 * form}. Otherwise it is SHA-256 over the hash of the verification key (in hexadecimal digits), the
 * protocol and the signals. Each part is in UTF-8 and followed by a NUL. A proof that was
 * transformed into another valid one, or written in another notation, has the same hash. A key
 * transformed into another one that accepts the same proofs results in a different statement,
 * unless both keys belong to one declared circuit. Immutable and thread-safe.
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
   * @param bytes the 32 bytes of the hash
   * @throws ValidationException if the length is not 32
   */
  public static StatementHash ofBytes(byte[] bytes) {
    return new StatementHash(Hashes.hex(bytes));
  }

  /**
   * Computes the hash of a statement of a declared circuit.
   *
   * @param circuitVersion the version; ignored if all versions share their statements
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

  /** Computes the hash of a statement without a declared circuit. */
  public static StatementHash of(
      VerificationKeyHash verificationKey, ProofProtocol protocol, Json publicSignals) {
    return new StatementHash(
        Hashes.over(verificationKey.value(), protocol.value(), publicSignals.canonicalText()));
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
