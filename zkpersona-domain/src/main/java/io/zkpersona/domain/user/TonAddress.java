package io.zkpersona.domain.user;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of TON (TEP-2). An account has one raw form (the workchain number, a colon and 64
 * hexadecimal digits) and eight user-friendly forms of 48 characters, which differ in flags and
 * base 64 alphabet and end with a checksum. The raw form in lower case is canonical: it identifies
 * the account without the flags, which only instruct senders.
 */
final class TonAddress {
  private static final Pattern RAW = Pattern.compile("(0|-?[1-9][0-9]{0,2}):([0-9a-fA-F]{64})");
  private static final Pattern FRIENDLY = Pattern.compile("[-_+/A-Za-z0-9]{48}");
  private static final int BOUNCEABLE = 0x11;
  private static final int NOT_BOUNCEABLE = 0x51;
  private static final int NOT_TEST_ONLY = 0x7f;
  private static final int CHECKED = 34;

  private TonAddress() {}

  /** Returns the raw form, or null if the text is not an address. */
  static @Nullable String raw(String text) {
    Matcher raw = RAW.matcher(text);
    if (raw.matches()) {
      int workchain = Integer.parseInt(raw.group(1));
      return workchain == (byte) workchain
          ? workchain + ":" + raw.group(2).toLowerCase(Locale.ROOT)
          : null;
    }
    return isLike(text) ? decoded(text) : null;
  }

  /** Tells whether the text has the user-friendly format, regardless of the checksum. */
  static boolean isLike(String text) {
    return FRIENDLY.matcher(text).matches();
  }

  private static @Nullable String decoded(String text) {
    byte[] bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    int flags = bytes[0] & NOT_TEST_ONLY;
    int checksum = ((bytes[CHECKED] & 0xff) << Byte.SIZE) | (bytes[CHECKED + 1] & 0xff);
    boolean isAddress =
        (flags == BOUNCEABLE || flags == NOT_BOUNCEABLE) && Crc16.of(bytes, CHECKED) == checksum;
    return isAddress ? bytes[1] + ":" + HexFormat.of().formatHex(bytes, 2, CHECKED) : null;
  }
}
