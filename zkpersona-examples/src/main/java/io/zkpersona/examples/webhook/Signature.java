package io.zkpersona.examples.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with HMAC-SHA256 over key, time and body, as <a
 * href="https://www.standardwebhooks.com">Standard Webhooks</a> does. The receiver knows the
 * secret, too. Immutable and thread-safe.
 */
final class Signature {

  /** Names the event; the same for each attempt, so a receiver can recognize repeats. */
  static final String KEY = "webhook-id";

  /** The time of the attempt in seconds; a receiver refuses old ones, which may be replayed. */
  static final String TIME = "webhook-timestamp";

  /** The signature. */
  static final String SIGNATURE = "webhook-signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1,";

  private final SecretKeySpec secret;

  Signature(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** Returns the signature of a request. */
  String of(String key, String time, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] signed = (key + "." + time + "." + body).getBytes(StandardCharsets.UTF_8);
      return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM, e);
    }
  }

  /** Tells whether a signature is that of a request; takes the same time wherever they differ. */
  boolean matches(String given, String key, String time, String body) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8),
        of(key, time, body).getBytes(StandardCharsets.UTF_8));
  }
}
