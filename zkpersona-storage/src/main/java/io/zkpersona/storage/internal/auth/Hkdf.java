package io.zkpersona.storage.internal.auth;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with HMAC-SHA-256 (RFC 5869): derives keys from a secret, each for one purpose. */
final class Hkdf {

  private static final String HMAC = "HmacSHA256";
  private static final int HASH_BYTES = 32;
  private static final int MAX_BYTES = 255 * HASH_BYTES;

  private Hkdf() {}

  /**
   * Derives a key.
   *
   * @param secret the input keying material, of high entropy
   * @param salt the salt; empty for none
   * @param info the purpose of the key
   * @param length its length in bytes, 1 to 8,160
   */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > MAX_BYTES) {
      throw new IllegalArgumentException("length: " + length + " (expected: 1.." + MAX_BYTES + ")");
    }
    byte[] key = hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, secret);
    byte[] derived = new byte[length];
    byte[] block = new byte[0];
    int done = 0;
    for (int number = 1; done < length; number++) {
      block = hmac(key, block, info, new byte[] {(byte) number});
      int taken = Math.min(block.length, length - done);
      System.arraycopy(block, 0, derived, done, taken);
      done += taken;
    }
    Arrays.fill(key, (byte) 0);
    Arrays.fill(block, (byte) 0);
    return derived;
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing from this Java platform", e);
    }
  }
}
