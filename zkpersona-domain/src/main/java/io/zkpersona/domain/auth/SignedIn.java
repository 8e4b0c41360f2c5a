package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * A session together with its secrets, which can't be asked for again: they are to be handed to the
 * user now. Immutable and thread-safe; {@link #toString()} doesn't show the secrets.
 *
 * @param session the session
 * @param accessToken stands for the session until it expires or is refreshed
 * @param refreshToken is exchanged for a fresh pair, once
 */
public record SignedIn(AuthSession session, AccessToken accessToken, RefreshToken refreshToken) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if one is null
   */
  public SignedIn {
    Checks.notNull("session", session);
    Checks.notNull("accessToken", accessToken);
    Checks.notNull("refreshToken", refreshToken);
  }
}
