package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * The block of a chain that something was seen in. Two blocks of one number and different hashes
 * are rivals, of which the chain keeps at most one. Immutable and thread-safe.
 *
 * @param chain the chain
 * @param number the block's number, or height, 0 or more
 * @param hash the block's hash, 1 to 100 printable ASCII characters without spaces and slashes; of
 *     {@code eip155} chains {@code 0x} and 64 hexadecimal digits. Hexadecimal ones are kept in
 *     lower case
 */
public record BlockReference(ChainId chain, long number, String hash) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if one is missing or out of range
   */
  public BlockReference {
    Checks.notNull("chain", chain);
    Checks.atLeast("number", number, 0L);
    hash = ChainHashes.canonical("hash", chain, hash);
  }
}
