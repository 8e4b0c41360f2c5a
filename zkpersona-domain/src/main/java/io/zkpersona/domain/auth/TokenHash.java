package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The stored form of a token: the SHA-256 of its characters (FIPS 180-4). A token has 256 random
 * bits, so it cannot be recovered from the hash, and no salt is needed. Immutable and thread-safe;
 * {@link #toString()} does not reveal it.
 *
 * @param value 64 hexadecimal digits in lower case
 */
public record TokenHash(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the format.
   *
   * @throws ValidationException if value is null or has another format
   */
  public TokenHash {
    if (!FORM.matcher(Checks.notNull("tokenHash", value)).matches()) {
      throw new ValidationException(
          "tokenHash", "not a hash (expected: 64 lowercase hexadecimal digits)");
    }
  }

  /**
   * Wraps a hash.
   *
   * @param bytes 32 bytes
   * @throws ValidationException if bytes is null or of another length
   */
  public static TokenHash of(byte[] bytes) {
    return new TokenHash(HexFormat.of().formatHex(Checks.notNull("tokenHash", bytes)));
  }

  static TokenHash ofSecret(String secret) {
    try {
      return of(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
    }
  }

  /** Returns a copy of the 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(value);
  }

  /** Returns only the type. */
  @Override
  public String toString() {
    return "TokenHash[hidden]";
  }
}
