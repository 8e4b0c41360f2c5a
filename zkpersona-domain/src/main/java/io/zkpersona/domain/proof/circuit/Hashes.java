package io.zkpersona.domain.proof.circuit;

import io.zkpersona.domain.error.ValidationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Computes and checks SHA-256 hashes (FIPS 180-4), kept as 64 lower-case hexadecimal digits. */
final class Hashes {
  private static final int DIGITS = 64;

  private Hashes() {}

  static String check(String field, @Nullable String value) {
    if (value == null) {
      throw new ValidationException(field, "null (expected: a SHA-256 hash)");
    }
    if (value.length() != DIGITS || !value.chars().allMatch(Hashes::isDigit)) {
      throw new ValidationException(
          field,
          value.length()
              + " characters that are not a SHA-256 hash (expected: 64 lowercase hexadecimal"
              + " digits)");
    }
    return value;
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /**
   * Returns the hash of the texts in UTF-8, each followed by a NUL. No text contains a NUL, so
   * different lists never produce the same bytes.
   */
  static String over(String... texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return hex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
    }
  }
}
