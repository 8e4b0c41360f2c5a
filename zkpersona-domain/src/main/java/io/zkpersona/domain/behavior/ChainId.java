package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.regex.Pattern;

/**
 * The id of a chain as CAIP-2 writes it: {@code eip155:1} is Ethereum's main network, {@code
 * bip122:000000000019d6689c085ae165831e93} Bitcoin's. Immutable and thread-safe.
 *
 * @param value namespace and reference with a colon between them: 3 to 8 lower-case letters, digits
 *     and hyphens, then 1 to 32 letters, digits, hyphens and underscores
 */
public record ChainId(String value) {

  private static final Pattern FORM = Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}");
  private static final String EVM = "eip155:";

  /**
   * Checks the text.
   *
   * @throws ValidationException if it is null or no chain id
   */
  public ChainId {
    if (!FORM.matcher(Checks.notNull("chain", value)).matches()) {
      throw new ValidationException(
          "chain",
          "no chain id of CAIP-2 (expected: namespace:reference, such as eip155:1 for Ethereum)");
    }
  }

  /**
   * The id of a chain that runs the Ethereum virtual machine.
   *
   * @param number its number (EIP-155), 1 or more; 1 is Ethereum's main network
   * @throws ValidationException if the number is below 1
   */
  public static ChainId evm(long number) {
    return new ChainId(EVM + Checks.atLeast("chain", number, 1L));
  }

  /** Whether its blocks and transactions are named as Ethereum's are. */
  boolean isEvm() {
    return value.startsWith(EVM);
  }

  @Override
  public String toString() {
    return value;
  }
}
