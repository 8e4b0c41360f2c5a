package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The location of an event on a chain. Immutable and thread-safe.
 *
 * @param network the chain, 1 to 50 characters
 * @param transactionHash the transaction, 10 to 100 characters
 * @param blockNumber the block that contains the transaction, 0 or more
 * @param gasUsed the gas used, 0 or more; null if unknown
 */
public record OnChainReference(
    String network, String transactionHash, long blockNumber, @Nullable Long gasUsed) {

  /**
   * Checks the values and normalizes the network's name.
   *
   * @throws ValidationException if a value is missing or out of range
   */
  public OnChainReference {
    Checks.notNull("transactionHash", transactionHash);
    ProofRules.transactionHash(transactionHash);
    network = ProofRules.knownNetwork(network);
    Checks.atLeast("blockNumber", blockNumber, 0);
    ProofRules.notNegative("gasUsed", gasUsed);
  }
}
