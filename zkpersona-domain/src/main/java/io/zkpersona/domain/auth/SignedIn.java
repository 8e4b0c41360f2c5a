package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * A session together with its secrets. They cannot be retrieved later, so hand them to the user
 * now. Immutable and thread-safe; {@link #toString()} does not reveal the secrets.
 *
 * @param session the session
 * @param accessToken the token that represents the session until it expires or is refreshed
 * @param refreshToken the token that can be exchanged once for a new pair
 */
public record SignedIn(AuthSession session, AccessToken accessToken, RefreshToken refreshToken) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is null
   */
  public SignedIn {
    Checks.notNull("session", session);
    Checks.notNull("accessToken", accessToken);
    Checks.notNull("refreshToken", refreshToken);
  }
}
