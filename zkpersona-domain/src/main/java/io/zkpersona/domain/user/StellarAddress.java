package io.zkpersona.domain.user;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Account ids of Stellar (SEP-23, "strkey"): {@code G} and 55 more characters of base 32, which
 * encode a version, a 32-byte key and a checksum.
 */
final class StellarAddress {
  private static final Pattern FORM = Pattern.compile("G[A-Z2-7]{55}");
  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int CHECKED = 33;

  private StellarAddress() {}

  /** Returns the address, or null if the text is not an address. */
  static @Nullable String account(String text) {
    if (!isLike(text)) {
      return null;
    }
    byte[] bytes = new byte[text.length() * 5 / Byte.SIZE];
    for (int bit = 0; bit < text.length() * 5; bit++) {
      int digit = DIGITS.indexOf(text.charAt(bit / 5));
      bytes[bit / Byte.SIZE] |= (byte) (((digit >> (4 - bit % 5)) & 1) << (7 - bit % Byte.SIZE));
    }
    int checksum = (bytes[CHECKED] & 0xff) | ((bytes[CHECKED + 1] & 0xff) << Byte.SIZE);
    return Crc16.of(bytes, CHECKED) == checksum ? text : null;
  }

  /** Tells whether the text has the format of an address, regardless of the checksum. */
  static boolean isLike(String text) {
    return FORM.matcher(text).matches();
  }
}
