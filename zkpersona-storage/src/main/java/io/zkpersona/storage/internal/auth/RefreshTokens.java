package io.zkpersona.storage.internal.auth;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.auth.RefreshStatements.Exchange;
import io.zkpersona.storage.internal.auth.RefreshStatements.Token;
import io.zkpersona.storage.internal.auth.SealedPair.Pair;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Exchanges each refresh token once, returns the same pair again within the grace period, and
 * revokes the token family if the token is reused later.
 */
final class RefreshTokens {

  private final RepositoryContext context;
  private final Revocations revocations;
  private final Duration grace;

  RefreshTokens(RepositoryContext context, Revocations revocations, Duration grace) {
    this.context = context;
    this.revocations = revocations;
    this.grace = grace;
  }

  /**
   * Returns the new pair; empty if the token was already exchanged, in which case its family is
   * revoked.
   */
  Optional<SignedIn> refresh(RefreshToken presented, SessionLifetimes lifetimes) {
    Exchange exchange = exchange(presented, lifetimes);
    while (true) {
      Optional<SignedIn> exchanged = run(exchange);
      if (exchanged.isPresent()) {
        return exchanged;
      }
      Token token =
          context
              .executor()
              .first(RefreshStatements.FIND, exchange.presented())
              .orElseThrow(() -> new SignInException(Reason.UNKNOWN));
      if (token.rotated()) {
        return repeat(token, presented);
      }
      Reason refusal = token.refusal();
      if (refusal != null) {
        throw new SignInException(refusal);
      }
      // The reason has ceased in between, for example the user was activated; then it tries again.
    }
  }

  private Exchange exchange(RefreshToken presented, SessionLifetimes lifetimes) {
    Pair pair = Pair.generate();
    return new Exchange(
        presented.hash(),
        RefreshTokenId.generate(),
        pair,
        lifetimes,
        grace.isZero() ? null : SealedPair.seal(presented, pair),
        grace,
        context.actor());
  }

  private Optional<SignedIn> run(Exchange exchange) {
    SqlExecutor executor = context.executor();
    return executor
        .inserting(
            "refresh token",
            () -> List.of(exchange.newId().value()),
            () -> executor.first(RefreshStatements.EXCHANGE, exchange))
        .map(session -> signedIn(session, exchange.pair()));
  }

  /**
   * Returns the pair again, or revokes the family. An exchanged token has no way back: once its
   * pair cannot be returned, it never can be, so the revocation needs no second look.
   */
  private Optional<SignedIn> repeat(Token token, RefreshToken presented) {
    AuthSession session = token.session();
    Optional<Pair> pair = current(token, presented);
    if (pair.isEmpty()) {
      revocations.reused(token.id(), session.id());
    } else if (token.status() != UserStatus.ACTIVE) {
      throw new SignInException(Reason.USER_NOT_ACTIVE);
    }
    return pair.map(each -> signedIn(session, each));
  }

  /**
   * Returns the pair that the token was exchanged for, if it is stored and still current. After the
   * pair's refresh token is used, the session has the access token of another pair, for which the
   * earlier pair does not open.
   */
  private Optional<Pair> current(Token token, RefreshToken presented) {
    byte[] sealed = token.sealedPair();
    AuthSession session = token.session();
    return grace.isZero() || sealed == null || session.revokedAt() != null
        ? Optional.empty()
        : SealedPair.open(presented, session.tokenHash(), sealed);
  }

  private static SignedIn signedIn(AuthSession session, Pair pair) {
    return new SignedIn(session, pair.access(), pair.refresh());
  }
}
