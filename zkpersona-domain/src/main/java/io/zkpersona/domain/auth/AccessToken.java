package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.RandomText;

/**
 * The secret of a sign-in session: its holder acts as the user. Only its hash is stored. Immutable
 * and thread-safe; {@link #toString()} does not reveal it.
 *
 * @param value 43 characters of the URL-safe Base64 alphabet (RFC 4648), 256 bits
 */
public record AccessToken(String value) {

  /**
   * Checks the format only, not that the token is valid.
   *
   * @throws ValidationException if value is null or has another format
   */
  public AccessToken {
    TokenRules.secret("accessToken", value);
  }

  /** Creates a token of 256 random bits. */
  public static AccessToken generate() {
    return new AccessToken(RandomText.urlSafe(TokenRules.SECRET_BYTES));
  }

  /** Returns the hash that is stored in place of this token. */
  public TokenHash hash() {
    return TokenHash.ofSecret(value);
  }

  /** Returns only the type. */
  @Override
  public String toString() {
    return "AccessToken[hidden]";
  }
}
