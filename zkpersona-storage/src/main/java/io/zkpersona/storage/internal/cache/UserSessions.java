package io.zkpersona.storage.internal.cache;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.TokenHash;
import java.util.Map;

/**
 * The sessions of an active user that authenticate without a write to the database. Immutable.
 *
 * @param byToken the sessions by their access token
 */
public record UserSessions(Map<TokenHash, AuthSession> byToken) {

  /** Copies the map. */
  public UserSessions {
    byToken = Map.copyOf(byToken);
  }
}
