package io.zkpersona.domain.user;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * SS58, the addresses of Polkadot and its relatives: base 58 of a network's prefix, 32 bytes of an
 * account and two bytes of a BLAKE2b. One key has an address on each network, and each of them is
 * an account of its own, as with the names of Bech32.
 */
final class Ss58 {
  private static final byte[] SALT = "SS58PRE".getBytes(StandardCharsets.US_ASCII);
  private static final int ACCOUNT = 32;
  private static final int CHECKSUM = 2;

  /** First bytes from here on begin a prefix of two bytes. */
  private static final int TWO_BYTES = 64;

  /** First bytes from here on are reserved. */
  private static final int RESERVED = 128;

  private Ss58() {}

  /** The address, null if it is none. */
  static @Nullable String account(String text) {
    byte[] bytes = Base58.BITCOIN.decode(text);
    if (bytes == null || !isSize(bytes.length)) {
      return null;
    }
    int first = bytes[0] & 0xff;
    int prefix = bytes.length - ACCOUNT - CHECKSUM;
    if (first >= RESERVED || (prefix == 1) != (first < TWO_BYTES)) {
      return null;
    }
    int checked = bytes.length - CHECKSUM;
    byte[] salted =
        ByteBuffer.allocate(SALT.length + checked).put(SALT).put(bytes, 0, checked).array();
    byte[] checksum = Arrays.copyOfRange(bytes, checked, bytes.length);
    return Arrays.equals(checksum, Arrays.copyOf(Blake2b.hash512(salted), CHECKSUM)) ? text : null;
  }

  /** Whether so many bytes may be an address. */
  static boolean isSize(int bytes) {
    return bytes == 1 + ACCOUNT + CHECKSUM || bytes == 2 + ACCOUNT + CHECKSUM;
  }
}
