package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Addresses of Ethereum and compatible chains: {@code 0x} and 40 hexadecimal digits, whose letter
 * case may be a checksum (EIP-55, or EIP-1191 on the two chains that adopted it).
 */
final class EthereumAddress {
  static final String PREFIX = "0x";
  private static final int DIGITS = 40;

  /** Rootstock's main and test networks, the chains that use EIP-1191 checksums. */
  private static final Set<String> CHAINS_OF_EIP_1191 = Set.of("30", "31");

  private EthereumAddress() {}

  static boolean is(String text) {
    return text.length() == PREFIX.length() + DIGITS
        && text.startsWith(PREFIX)
        && Hex.isHex(digits(text));
  }

  /** Returns the EIP-55 form, regardless of the given letter case. */
  static String checksummed(String address) {
    String lower = digits(address).toLowerCase(Locale.ROOT);
    return checksummed(lower, lower);
  }

  /**
   * Returns the EIP-55 form of an address in a single letter case or with a valid checksum.
   *
   * @throws ValidationException if the letter case is mixed and not a valid checksum
   */
  static String checked(String address) {
    String checksummed = checksummed(address);
    if (isMixedCase(address) && !checksummed.equals(address)) {
      throw new ValidationException(
          WalletSpelling.FIELD, "mixed case that is not a valid checksum (expected: EIP-55)");
    }
    return checksummed;
  }

  /**
   * Does the same for an address on a known chain; accepts an EIP-1191 checksum on the chains that
   * use it.
   *
   * @param chain the chain id (EIP-155)
   */
  static String checked(String address, String chain) {
    if (CHAINS_OF_EIP_1191.contains(chain)) {
      String lower = digits(address).toLowerCase(Locale.ROOT);
      if (checksummed(lower, chain + PREFIX + lower).equals(address)) {
        return checksummed(address);
      }
    }
    return checked(address);
  }

  /** Writes a letter in upper case where the nibble of the hash is above 7. */
  private static String checksummed(String lower, String hashed) {
    byte[] hash = Keccak.hash256(hashed.getBytes(StandardCharsets.US_ASCII));
    StringBuilder result = new StringBuilder(PREFIX.length() + DIGITS).append(PREFIX);
    for (int i = 0; i < DIGITS; i++) {
      int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
      char digit = lower.charAt(i);
      result.append(nibble > 7 ? Character.toUpperCase(digit) : digit);
    }
    return result.toString();
  }

  private static boolean isMixedCase(String address) {
    String digits = digits(address);
    return !digits.equals(digits.toLowerCase(Locale.ROOT))
        && !digits.equals(digits.toUpperCase(Locale.ROOT));
  }

  private static String digits(String address) {
    return address.substring(PREFIX.length());
  }
}
