package io.zkpersona.domain.internal;

import java.security.SecureRandom;
import java.util.Base64;

/** Creates unguessable texts. Thread-safe. */
public final class RandomText {
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private RandomText() {}

  /** Returns random bytes as URL-safe text (RFC 4648, without padding). */
  public static String urlSafe(int bytes) {
    byte[] random = new byte[bytes];
    Random.SOURCE.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Returns random letters A to Z, a to z and digits, 5.95 bits each. */
  public static String alphanumeric(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHANUMERIC.charAt(Random.SOURCE.nextInt(ALPHANUMERIC.length())));
    }
    return text.toString();
  }

  /** Delays seeding until the first text is created, instead of class loading. */
  private static final class Random {
    static final SecureRandom SOURCE = new SecureRandom();
  }
}
