package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.RandomText;

/**
 * The secret that stands for a sign-in session: whoever holds it, acts as its user. Only its hash
 * is stored. Immutable and thread-safe; {@link #toString()} doesn't show it.
 *
 * @param value 43 characters of the URL-safe Base64 alphabet (RFC 4648), which are 256 bits
 */
public record AccessToken(String value) {

  /**
   * Checks the form, which says nothing of whether the token counts.
   *
   * @throws ValidationException if it is null or has another form
   */
  public AccessToken {
    TokenRules.secret("accessToken", value);
  }

  /** A new token of 256 random bits. */
  public static AccessToken generate() {
    return new AccessToken(RandomText.urlSafe(TokenRules.SECRET_BYTES));
  }

  /** What is stored in its place. */
  public TokenHash hash() {
    return TokenHash.ofSecret(value);
  }

  /** The type only. */
  @Override
  public String toString() {
    return "AccessToken[hidden]";
  }
}
