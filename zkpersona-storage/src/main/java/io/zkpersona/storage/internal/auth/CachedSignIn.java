package io.zkpersona.storage.internal.auth;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.auth.SessionStatements.Found;
import io.zkpersona.storage.internal.cache.CachedKind;
import io.zkpersona.storage.internal.cache.Loaded;
import io.zkpersona.storage.internal.cache.ReadCache;
import io.zkpersona.storage.internal.cache.ReadCache.Unique;
import io.zkpersona.storage.internal.cache.UserSessions;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Authenticates from a cache, outside transactions. What is due in the database, which is a refusal
 * or noting the use, is done there.
 */
public final class CachedSignIn extends PostgresSignIn {

  private final ReadCache cache;

  /** Creates the sign-in. */
  public CachedSignIn(RepositoryContext context, ReadCache cache) {
    this(context, cache, DEFAULT_REFRESH_GRACE);
  }

  private CachedSignIn(RepositoryContext context, ReadCache cache, Duration refreshGrace) {
    super(context, refreshGrace);
    this.cache = cache;
  }

  @Override
  SignIn with(Duration refreshGrace) {
    return new CachedSignIn(context, cache, refreshGrace);
  }

  @Override
  public AuthSession authenticate(AccessToken accessToken) {
    Required.argument("accessToken", accessToken);
    if (context.executor().takesPart()) {
      return super.authenticate(accessToken);
    }
    TokenHash hash = accessToken.hash();
    AuthSession session =
        cache
            .get(
                CachedKind.SESSIONS,
                new Unique<>(
                    hash.value(),
                    () -> owner(hash),
                    sessions -> sessions.byToken().containsKey(hash)),
                user -> load(context, user))
            .map(sessions -> sessions.byToken().get(hash))
            .orElse(null);
    return session == null ? super.authenticate(accessToken) : session;
  }

  private Optional<UserId> owner(TokenHash hash) {
    return context
        .executor()
        .first(SessionStatements.FIND, hash)
        .map(found -> found.session().userId());
  }

  /**
   * Reads the sessions of a user, until the first of them expires or its use is to be noted. Those
   * whose use is to be noted now are left out, so that the database serves them.
   */
  public static Loaded<UserSessions> load(RepositoryContext context, UserId userId) {
    List<Found> found = context.executor().list(SessionStatements.OF_USER, userId);
    if (found.size() > SessionStatements.MOST_OF_USER) {
      return new Loaded<>(null, null);
    }
    Map<TokenHash, AuthSession> byToken = new HashMap<>();
    Duration validFor = null;
    for (Found one : found) {
      AuthSession session = one.session();
      Instant noted = session.lastUsedAt().plus(NOTED_EVERY);
      Instant end = noted.isBefore(session.expiresAt()) ? noted : session.expiresAt();
      if (one.now().isBefore(end)) {
        byToken.put(session.tokenHash(), session);
        Duration left = Duration.between(one.now(), end);
        validFor = validFor == null || left.compareTo(validFor) < 0 ? left : validFor;
      }
    }
    return new Loaded<>(new UserSessions(byToken), validFor);
  }
}
