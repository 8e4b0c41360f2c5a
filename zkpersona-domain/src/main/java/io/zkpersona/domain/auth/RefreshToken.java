package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.RandomText;

/**
 * The secret that stands for the right to a fresh pair of tokens, once. Only its hash is stored.
 * Immutable and thread-safe; {@link #toString()} doesn't show it.
 *
 * @param value 43 characters of the URL-safe Base64 alphabet (RFC 4648), which are 256 bits
 */
public record RefreshToken(String value) {

  /**
   * Checks the form, which says nothing of whether the token counts.
   *
   * @throws ValidationException if it is null or has another form
   */
  public RefreshToken {
    TokenRules.secret("refreshToken", value);
  }

  /** A new token of 256 random bits. */
  public static RefreshToken generate() {
    return new RefreshToken(RandomText.urlSafe(TokenRules.SECRET_BYTES));
  }

  /** What is stored in its place. */
  public TokenHash hash() {
    return TokenHash.ofSecret(value);
  }

  /** The type only. */
  @Override
  public String toString() {
    return "RefreshToken[hidden]";
  }
}
