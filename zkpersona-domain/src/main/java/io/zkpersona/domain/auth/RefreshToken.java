package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.RandomText;

/**
 * The secret that can be exchanged once for a new pair of tokens. Only its hash is stored.
 * Immutable and thread-safe; {@link #toString()} does not reveal it.
 *
 * @param value 43 characters of the URL-safe Base64 alphabet (RFC 4648), 256 bits
 */
public record RefreshToken(String value) {

  /**
   * Checks the format only, not that the token is valid.
   *
   * @throws ValidationException if value is null or has another format
   */
  public RefreshToken {
    TokenRules.secret("refreshToken", value);
  }

  /** Creates a token of 256 random bits. */
  public static RefreshToken generate() {
    return new RefreshToken(RandomText.urlSafe(TokenRules.SECRET_BYTES));
  }

  /** Returns the hash that is stored in place of this token. */
  public TokenHash hash() {
    return TokenHash.ofSecret(value);
  }

  /** Returns only the type. */
  @Override
  public String toString() {
    return "RefreshToken[hidden]";
  }
}
