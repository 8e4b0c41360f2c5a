package io.zkpersona.domain.user;

/**
 * Keccak-256 as Ethereum uses it. Its padding is that of the original submission, not of the SHA-3
 * standard, so {@code MessageDigest} does not offer it. Supports only messages that fit in one
 * block, which suffices here: an address in hexadecimal is 40 bytes.
 */
final class Keccak {
  /** Bytes absorbed per block: (1600 - 2 * 256) / 8. */
  private static final int RATE = 136;

  private static final int LANES = 25;
  private static final int ROUNDS = 24;
  private static final int HASH_BYTES = 32;

  /** The target of each lane in the pi step, in visiting order. */
  private static final int[] TARGETS = new int[LANES - 1];

  /** The rotation of each lane in the rho step, in bits, in the same order. */
  private static final int[] TURNS = new int[LANES - 1];

  /** The constant that the iota step adds to lane 0 in each round. */
  private static final long[] CONSTANTS = new long[ROUNDS];

  static {
    int x = 1;
    int y = 0;
    for (int step = 0; step < LANES - 1; step++) {
      int nextY = (2 * x + 3 * y) % 5;
      x = y;
      y = nextY;
      TARGETS[step] = x + 5 * y;
      TURNS[step] = (step + 1) * (step + 2) / 2 % Long.SIZE;
    }
    int register = 1;
    for (int round = 0; round < ROUNDS; round++) {
      for (int bit = 0; bit <= 6; bit++) {
        if ((register & 1) != 0) {
          CONSTANTS[round] |= 1L << ((1 << bit) - 1);
        }
        register = (register << 1) ^ ((register >> 7) * 0x171);
      }
    }
  }

  private Keccak() {}

  /** Returns the 32-byte hash of at most 135 bytes. */
  static byte[] hash256(byte[] message) {
    if (message.length >= RATE) {
      throw new IllegalArgumentException(
          "message: " + message.length + " bytes (expected: at most " + (RATE - 1) + ")");
    }
    long[] lanes = new long[LANES];
    for (int i = 0; i < message.length; i++) {
      lanes[i / Long.BYTES] |= (message[i] & 0xffL) << (i % Long.BYTES * Byte.SIZE);
    }
    lanes[message.length / Long.BYTES] ^= 1L << (message.length % Long.BYTES * Byte.SIZE);
    lanes[RATE / Long.BYTES - 1] ^= Long.MIN_VALUE;
    permute(lanes);
    byte[] hash = new byte[HASH_BYTES];
    for (int i = 0; i < HASH_BYTES; i++) {
      hash[i] = (byte) (lanes[i / Long.BYTES] >>> (i % Long.BYTES * Byte.SIZE));
    }
    return hash;
  }

  private static void permute(long[] lanes) {
    long[] columns = new long[5];
    for (long constant : CONSTANTS) {
      for (int x = 0; x < 5; x++) {
        columns[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
      }
      for (int x = 0; x < 5; x++) {
        long mix = columns[(x + 4) % 5] ^ Long.rotateLeft(columns[(x + 1) % 5], 1);
        for (int y = 0; y < LANES; y += 5) {
          lanes[x + y] ^= mix;
        }
      }
      long moving = lanes[1];
      for (int step = 0; step < LANES - 1; step++) {
        long displaced = lanes[TARGETS[step]];
        lanes[TARGETS[step]] = Long.rotateLeft(moving, TURNS[step]);
        moving = displaced;
      }
      for (int y = 0; y < LANES; y += 5) {
        System.arraycopy(lanes, y, columns, 0, 5);
        for (int x = 0; x < 5; x++) {
          lanes[x + y] = columns[x] ^ (~columns[(x + 1) % 5] & columns[(x + 2) % 5]);
        }
      }
      lanes[0] ^= constant;
    }
  }
}
