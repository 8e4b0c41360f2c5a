package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.RefreshToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a pair of tokens so that only the refresh token exchanged for them can decrypt it:
 * AES-256-GCM, with the HMAC of that token as key. As long as this library's form, but not the same
 * form: it needs no ids, so it can be sent with the statement that finds them.
 */
public final class SealedTokens {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] PURPOSE = "a sealed pair".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  private SealedTokens() {}

  /** Encrypts a pair with a new nonce, which precedes the encrypted tokens. */
  public static byte[] seal(RefreshToken exchanged, AccessToken access, RefreshToken refresh) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(exchanged.value()), "HmacSHA256"));
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(mac.doFinal(PURPOSE), "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      byte[] encrypted = cipher.doFinal(bytes(access.value() + refresh.value()));
      return ByteBuffer.allocate(NONCE_BYTES + encrypted.length).put(nonce).put(encrypted).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-256-GCM", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
