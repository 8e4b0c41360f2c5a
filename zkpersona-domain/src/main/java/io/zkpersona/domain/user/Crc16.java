package io.zkpersona.domain.user;

/**
 * CRC-16/XMODEM (polynomial 0x1021, initial value 0), the checksum of TON and Stellar addresses.
 */
final class Crc16 {
  private static final int POLYNOMIAL = 0x1021;

  private Crc16() {}

  /** Returns the checksum of the first {@code length} bytes, 0 to 65535. */
  static int of(byte[] bytes, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum ^= (bytes[i] & 0xff) << Byte.SIZE;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        sum = (sum & 0x8000) == 0 ? sum << 1 : sum << 1 ^ POLYNOMIAL;
      }
    }
    return sum & 0xffff;
  }
}
