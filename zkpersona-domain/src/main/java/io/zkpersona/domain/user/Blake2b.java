package io.zkpersona.domain.user;

/**
 * BLAKE2b (RFC 7693) without a key and with 64 bytes of output. Supports only messages that fit in
 * one block, which suffices here: a salted Polkadot address is at most 41 bytes.
 */
final class Blake2b {
  private static final int BLOCK = 128;
  private static final int WORDS = 8;
  private static final int ROUNDS = 12;

  /** 64 bytes of output, no key, and a tree of one leaf. */
  private static final long PARAMETERS = 0x01010040L;

  /** The initialization vector, which equals that of SHA-512. */
  private static final long[] START = {
    0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
    0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
  };

  /** The order in which each round takes the message words, each as a hexadecimal digit. */
  private static final String[] ORDERS = {
    "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8",
    "905724afe1bc683d", "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a",
    "6fe9b308c2d714a5", "a2847615fb9e3cd0"
  };

  private Blake2b() {}

  /** Returns the 64-byte hash of at most 128 bytes. */
  static byte[] hash512(byte[] message) {
    if (message.length > BLOCK) {
      throw new IllegalArgumentException(
          "message: " + message.length + " bytes (expected: at most " + BLOCK + ")");
    }
    long[] words = new long[2 * WORDS];
    for (int i = 0; i < message.length; i++) {
      words[i / Long.BYTES] |= (message[i] & 0xffL) << (i % Long.BYTES * Byte.SIZE);
    }
    long[] start = START.clone();
    start[0] ^= PARAMETERS;
    long[] state = new long[2 * WORDS];
    System.arraycopy(start, 0, state, 0, WORDS);
    System.arraycopy(START, 0, state, WORDS, WORDS);
    state[12] ^= message.length;
    // The first block is the last one.
    state[14] = ~state[14];
    for (int round = 0; round < ROUNDS; round++) {
      round(state, words, ORDERS[round % ORDERS.length]);
    }
    byte[] hash = new byte[WORDS * Long.BYTES];
    for (int i = 0; i < hash.length; i++) {
      int word = i / Long.BYTES;
      long value = start[word] ^ state[word] ^ state[word + WORDS];
      hash[i] = (byte) (value >>> (i % Long.BYTES * Byte.SIZE));
    }
    return hash;
  }

  /** Mixes the columns of the state, viewed as a four-by-four matrix, and then its diagonals. */
  private static void round(long[] state, long[] words, String order) {
    for (int i = 0; i < 4; i++) {
      mix(state, i, i + 4, i + 8, i + 12, word(words, order, 2 * i), word(words, order, 2 * i + 1));
    }
    for (int i = 0; i < 4; i++) {
      mix(
          state,
          i,
          (i + 1) % 4 + 4,
          (i + 2) % 4 + 8,
          (i + 3) % 4 + 12,
          word(words, order, 2 * i + 8),
          word(words, order, 2 * i + 9));
    }
  }

  private static long word(long[] words, String order, int position) {
    return words[Character.digit(order.charAt(position), 16)];
  }

  private static void mix(long[] state, int a, int b, int c, int d, long first, long second) {
    state[a] += state[b] + first;
    state[d] = Long.rotateRight(state[d] ^ state[a], 32);
    state[c] += state[d];
    state[b] = Long.rotateRight(state[b] ^ state[c], 24);
    state[a] += state[b] + second;
    state[d] = Long.rotateRight(state[d] ^ state[a], 16);
    state[c] += state[d];
    state[b] = Long.rotateRight(state[b] ^ state[c], 63);
  }
}
