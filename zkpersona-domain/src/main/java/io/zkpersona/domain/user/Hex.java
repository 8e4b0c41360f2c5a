package io.zkpersona.domain.user;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hexadecimal texts, and addresses of 32 bytes in hexadecimal after {@code 0x}: those of Starknet,
 * Aptos and Sui. They do not identify their chain, and only Starknet's may carry a checksum in its
 * letter case, so the case is not checked. The canonical form is in lower case with all 64 digits.
 */
final class Hex {
  private static final int DIGITS = 64;

  /** The fewest digits accepted without a chain, since some software drops a few leading zeros. */
  private static final int LEAST = 56;

  private Hex() {}

  /** Tells whether the text consists of ASCII hexadecimal digits only. */
  static boolean isHex(String text) {
    return indexOfOther(text) < 0;
  }

  /**
   * Returns the index of the first character that is not a hexadecimal digit, or -1 if there is
   * none.
   */
  static int indexOfOther(String text) {
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      // Character.digit also accepts the digits of other scripts.
      if (digit > 'f' || Character.digit(digit, 16) < 0) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the canonical form of an address without a chain, or null if it is not an address. */
  static @Nullable String bare(String text) {
    return text.length() >= EthereumAddress.PREFIX.length() + LEAST ? padded(text) : null;
  }

  /**
   * Returns the canonical form of an address on one of these chains, or null if it is not an
   * address.
   */
  static @Nullable String padded(String text) {
    String prefix = EthereumAddress.PREFIX;
    int digits = text.length() - prefix.length();
    if (!text.startsWith(prefix) || digits < 1 || digits > DIGITS) {
      return null;
    }
    String number = text.substring(prefix.length());
    return isHex(number)
        ? prefix + "0".repeat(DIGITS - digits) + number.toLowerCase(Locale.ROOT)
        : null;
  }
}
