package io.zkpersona.storage.internal.auth;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.TokenHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a pair of tokens so that only the refresh token exchanged for them can decrypt it:
 * AES-256-GCM with a key derived from that token by HKDF. The database stores only the SHA-256 of
 * the token, from which the key can't be derived. The format is the nonce, then the ciphertext with
 * its 128-bit tag. The SHA-256 of the pair's access token is authenticated data. It is the unique
 * {@code token_hash} of the session that stores the pair, and is known before the session is, so
 * the ciphertext can be decrypted neither in another session nor after the session got another
 * pair.
 */
final class SealedPair {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final byte[] PURPOSE =
      "zkpersona: pair of a refresh token, 1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int TOKEN_CHARACTERS = 43;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A session's two tokens. */
  record Pair(AccessToken access, RefreshToken refresh) {

    static Pair generate() {
      return new Pair(AccessToken.generate(), RefreshToken.generate());
    }
  }

  private SealedPair() {}

  /** Encrypts a pair with a new nonce, for the refresh token that is exchanged for it. */
  static byte[] seal(RefreshToken exchanged, Pair pair) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] text = (pair.access.value() + pair.refresh.value()).getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] encrypted =
          cipher(Cipher.ENCRYPT_MODE, exchanged, pair.access.hash(), nonce).doFinal(text);
      return ByteBuffer.allocate(NONCE_BYTES + encrypted.length).put(nonce).put(encrypted).array();
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  /**
   * Decrypts a pair; empty if it was sealed for another refresh token, was altered, or is not the
   * session's current pair.
   *
   * @param exchanged the token that was exchanged for the pair
   * @param current the hash of the session's access token
   */
  static Optional<Pair> open(RefreshToken exchanged, TokenHash current, byte[] sealed) {
    if (sealed.length != NONCE_BYTES + 2 * TOKEN_CHARACTERS + TAG_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, exchanged, current, sealed)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      String tokens = new String(text, StandardCharsets.US_ASCII);
      return Optional.of(
          new Pair(
              new AccessToken(tokens.substring(0, TOKEN_CHARACTERS)),
              new RefreshToken(tokens.substring(TOKEN_CHARACTERS))));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  private static Cipher cipher(int mode, RefreshToken exchanged, TokenHash access, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(
        mode, key(exchanged), new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce, 0, NONCE_BYTES));
    cipher.updateAAD(access.bytes());
    return cipher;
  }

  private static SecretKeySpec key(RefreshToken exchanged) {
    byte[] key =
        Hkdf.derive(
            exchanged.value().getBytes(StandardCharsets.US_ASCII), new byte[0], PURPOSE, KEY_BYTES);
    try {
      return new SecretKeySpec(key, "AES");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static IllegalStateException unavailable(GeneralSecurityException cause) {
    return new IllegalStateException("AES-256-GCM is missing from this Java platform", cause);
  }
}
