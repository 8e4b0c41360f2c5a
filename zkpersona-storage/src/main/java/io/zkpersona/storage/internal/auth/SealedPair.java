package io.zkpersona.storage.internal.auth;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.RefreshTokenId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a pair of tokens so that only the refresh token exchanged for them can decrypt it:
 * AES-256-GCM with a key derived from that token by HKDF. The database stores only the SHA-256 of
 * the token, from which the key can't be derived. The format is the nonce, then the ciphertext with
 * its 128-bit tag. The ids of session and exchanged token are authenticated data, so the ciphertext
 * can't be decrypted in another row.
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

  /** The exchanged refresh token and the row that stores its sealed pair. */
  record Exchanged(RefreshToken token, RefreshTokenId id, AuthSessionId sessionId) {

    private SecretKeySpec key() {
      byte[] key =
          Hkdf.derive(
              token.value().getBytes(StandardCharsets.US_ASCII), new byte[0], PURPOSE, KEY_BYTES);
      try {
        return new SecretKeySpec(key, "AES");
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    }

    private byte[] place() {
      ByteBuffer place = ByteBuffer.allocate(4 * Long.BYTES);
      for (UUID each : new UUID[] {sessionId.value(), id.value()}) {
        place.putLong(each.getMostSignificantBits()).putLong(each.getLeastSignificantBits());
      }
      return place.array();
    }
  }

  /** A session's two tokens. */
  record Pair(AccessToken access, RefreshToken refresh) {

    static Pair generate() {
      return new Pair(AccessToken.generate(), RefreshToken.generate());
    }
  }

  private SealedPair() {}

  /** Encrypts a pair with a new nonce. */
  static byte[] seal(Exchanged exchanged, Pair pair) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] text = (pair.access.value() + pair.refresh.value()).getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, exchanged, nonce).doFinal(text);
      return ByteBuffer.allocate(NONCE_BYTES + encrypted.length).put(nonce).put(encrypted).array();
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  /** Decrypts a pair; empty if it was sealed for another token or row, or was altered. */
  static Optional<Pair> open(Exchanged exchanged, byte[] sealed) {
    if (sealed.length != NONCE_BYTES + 2 * TOKEN_CHARACTERS + TAG_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, exchanged, sealed)
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

  private static Cipher cipher(int mode, Exchanged exchanged, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(
        mode, exchanged.key(), new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce, 0, NONCE_BYTES));
    cipher.updateAAD(exchanged.place());
    return cipher;
  }

  private static IllegalStateException unavailable(GeneralSecurityException cause) {
    return new IllegalStateException("AES-256-GCM is part of every Java platform", cause);
  }
}
