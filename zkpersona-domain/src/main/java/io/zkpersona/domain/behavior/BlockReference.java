package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * A reference to a block of a chain. Two blocks with the same number and different hashes are
 * rivals, of which the chain keeps at most one. Immutable and thread-safe.
 *
 * @param chain the chain
 * @param number the block's number, or height, 0 or more
 * @param hash the block's hash, 1 to 100 printable ASCII characters without spaces and slashes; on
 *     {@code eip155} chains {@code 0x} and 64 hexadecimal digits. Hexadecimal hashes are kept in
 *     lower case
 */
public record BlockReference(ChainId chain, long number, String hash) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is missing or out of range
   */
  public BlockReference {
    Checks.notNull("chain", chain);
    Checks.atLeast("number", number, 0L);
    hash = ChainHashes.canonical("hash", chain, hash);
  }
}
