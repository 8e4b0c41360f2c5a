package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.regex.Pattern;

/**
 * A chain id in CAIP-2 format: {@code eip155:1} is Ethereum's main network, and {@code
 * bip122:000000000019d6689c085ae165831e93} is Bitcoin's. Immutable and thread-safe.
 *
 * @param value namespace and reference, separated by a colon: 3 to 8 lower-case letters, digits and
 *     hyphens, then 1 to 32 letters, digits, hyphens and underscores
 */
public record ChainId(String value) {

  private static final Pattern FORM = Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}");
  private static final String EVM = "eip155:";

  /**
   * Checks the format.
   *
   * @throws ValidationException if the text is null or not a chain id
   */
  public ChainId {
    if (!FORM.matcher(Checks.notNull("chain", value)).matches()) {
      throw new ValidationException(
          "chain",
          "not a CAIP-2 chain id (expected: namespace:reference, such as eip155:1 for Ethereum)");
    }
  }

  /**
   * Returns the id of a chain that runs the Ethereum virtual machine.
   *
   * @param number the chain's number (EIP-155), 1 or more; 1 is Ethereum's main network
   * @throws ValidationException if the number is below 1
   */
  public static ChainId evm(long number) {
    return new ChainId(EVM + Checks.atLeast("chain", number, 1L));
  }

  /** Tells whether blocks and transactions have hashes in Ethereum's format. */
  boolean isEvm() {
    return value.startsWith(EVM);
  }

  @Override
  public String toString() {
    return value;
  }
}
