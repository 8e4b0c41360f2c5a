package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads account ids that name their chain (CAIP-10): the id of a chain (CAIP-2) and an address on
 * it, as {@code namespace:reference:address}.
 */
final class AccountId {
  private static final String ETHEREUM = "eip155";

  private static final Pattern FORM =
      Pattern.compile("([-a-z0-9]{3,8}):[-_a-zA-Z0-9]{1,32}:([-.%a-zA-Z0-9]{1,128})");

  /** Meant as one. A DID begins like one too, yet is something else. */
  private static final Pattern MEANT =
      Pattern.compile(
          "(?!did:)[-a-z0-9]{3,8}:[^:]*:.*|" + ETHEREUM + ":.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private AccountId() {}

  /**
   * The address within an account id; any text that is not meant as one is an address itself.
   *
   * @throws ValidationException if the text is meant as an account id and breaks the rules of one
   */
  static String address(String text) {
    if (!MEANT.matcher(text).matches()) {
      return text;
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new ValidationException(
          "walletAddress", "no account id (expected: namespace:reference:address, CAIP-10)");
    }
    String address = parts.group(2);
    if (parts.group(1).equals(ETHEREUM) && !WalletAddress.isEthereum(address)) {
      throw new ValidationException(
          "walletAddress",
          "an account id of eip155 without an Ethereum address"
              + " (expected: 0x and 40 hexadecimal digits)");
    }
    return address;
  }
}
