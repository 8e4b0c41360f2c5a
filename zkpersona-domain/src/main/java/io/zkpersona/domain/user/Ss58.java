package io.zkpersona.domain.user;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * SS58 addresses of Polkadot and related chains: a network prefix, a 32-byte account and a two-byte
 * BLAKE2b checksum in base 58. One key has a different address on each network, and each address
 * counts as a separate account, as with Bech32 prefixes.
 */
final class Ss58 {
  private static final byte[] SALT = "SS58PRE".getBytes(StandardCharsets.US_ASCII);
  private static final int ACCOUNT = 32;
  private static final int CHECKSUM = 2;

  /** The lowest first byte of a two-byte prefix. */
  private static final int TWO_BYTES = 64;

  /** The lowest reserved first byte. */
  private static final int RESERVED = 128;

  private Ss58() {}

  /** Returns the address, or null if the text is not an address. */
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

  /** Tells whether an address can have this number of bytes. */
  static boolean isSize(int bytes) {
    return bytes == 1 + ACCOUNT + CHECKSUM || bytes == 2 + ACCOUNT + CHECKSUM;
  }
}
