package io.zkpersona.domain.internal;

import java.security.SecureRandom;
import java.util.Base64;

/** Texts that nobody can guess. Thread-safe. */
public final class RandomText {
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private RandomText() {}

  /** Random bytes, spelled with characters that are safe in a URL (RFC 4648, without padding). */
  public static String urlSafe(int bytes) {
    byte[] random = new byte[bytes];
    Random.SOURCE.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Random letters A to Z, a to z and digits, of which each is worth 5.95 bits. */
  public static String alphanumeric(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHANUMERIC.charAt(Random.SOURCE.nextInt(ALPHANUMERIC.length())));
    }
    return text.toString();
  }

  /** Seeded when the first text is made, not when a class that makes them is loaded. */
  private static final class Random {
    static final SecureRandom SOURCE = new SecureRandom();
  }
}
