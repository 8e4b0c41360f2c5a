package io.zkpersona.domain.user;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hexadecimal texts, and the addresses that are 32 bytes of it after {@code 0x}: those of Starknet,
 * Aptos and Sui. None of them tells its chain, and only Starknet's may carry a checksum in its
 * letter case, so that it can't be checked; their canonical spelling is in lower case and has all
 * 64 digits.
 */
final class Hex {
  private static final int DIGITS = 64;

  /** So many at least without a chain's name: leading zeros are dropped by some, and few. */
  private static final int LEAST = 56;

  private Hex() {}

  /** Whether there is nothing but hexadecimal digits of ASCII. */
  static boolean isHex(String text) {
    return indexOfOther(text) < 0;
  }

  /** Where the first character is that is no hexadecimal digit, below 0 if there is none. */
  static int indexOfOther(String text) {
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      // Character.digit would take the digits of other scripts as well.
      if (digit > 'f' || Character.digit(digit, 16) < 0) {
        return i;
      }
    }
    return -1;
  }

  /** The spelling of an address without its chain, null if it is none. */
  static @Nullable String bare(String text) {
    return text.length() >= EthereumAddress.PREFIX.length() + LEAST ? padded(text) : null;
  }

  /** The spelling of an address of one of these chains, null if it is none. */
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
