package io.zkpersona.storage.internal.auth;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.auth.Expiry.Removal;
import io.zkpersona.storage.internal.auth.SealedPair.Pair;
import io.zkpersona.storage.internal.auth.SessionStatements.Found;
import io.zkpersona.storage.internal.auth.SessionStatements.Opened;
import io.zkpersona.storage.internal.auth.SessionStatements.Use;
import io.zkpersona.storage.internal.error.NotFound;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

public class PostgresSignIn implements SignIn {

  private static final EntityTable<AuthSession, AuthSessionId> SESSIONS = AuthSessionTable.TABLE;
  static final Duration NOTED_EVERY = Duration.ofMinutes(1);
  private static final int MAX_REASON = 255;
  private static final int MAX_REMOVED = 10_000;
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(60);

  final RepositoryContext context;
  private final Challenges challenges;
  private final Revocations revocations;
  private final RefreshTokens refreshTokens;

  public PostgresSignIn(RepositoryContext context) {
    this(context, DEFAULT_REFRESH_GRACE);
  }

  PostgresSignIn(RepositoryContext context, Duration refreshGrace) {
    this.context = context;
    this.challenges = new Challenges(context);
    this.revocations = new Revocations(context);
    this.refreshTokens = new RefreshTokens(context, revocations, refreshGrace);
  }

  @Override
  public SignIn withRefreshGrace(Duration refreshGrace) {
    return with(Required.duration("refreshGrace", refreshGrace, Duration.ZERO, LONGEST_GRACE));
  }

  SignIn with(Duration refreshGrace) {
    return new PostgresSignIn(context, refreshGrace);
  }

  @Override
  public WalletChallenge issueChallenge(IssueChallengeRequest request) {
    return challenges.issue(Required.argument("request", request));
  }

  @Override
  public WalletChallenge consumeChallenge(
      String nonce, WalletAddress walletAddress, String domain) {
    return challenges.consume(
        Required.argument("nonce", nonce),
        Required.argument("walletAddress", walletAddress),
        Required.argument("domain", domain));
  }

  @Override
  public SignedIn openSession(UserId userId, SessionLifetimes lifetimes) {
    Required.argument("userId", userId);
    Required.argument("lifetimes", lifetimes);
    Opened opened =
        new Opened(
            userId,
            AuthSessionId.generate(),
            RefreshTokenId.generate(),
            Pair.generate(),
            lifetimes,
            context.actor());
    SqlExecutor executor = context.executor();
    return executor
        .inserting(
            SESSIONS.entityType(),
            () -> List.of(opened.id().value()),
            () -> executor.first(SessionStatements.OPEN, opened))
        .map(session -> new SignedIn(session, opened.pair().access(), opened.pair().refresh()))
        .orElseThrow(() -> new SignInException(Reason.USER_NOT_ACTIVE));
  }

  @Override
  public AuthSession authenticate(AccessToken accessToken) {
    TokenHash hash = Required.argument("accessToken", accessToken).hash();
    Found found =
        context
            .executor()
            .first(SessionStatements.FIND, hash)
            .orElseThrow(() -> new SignInException(Reason.UNKNOWN));
    Reason refusal = found.refusal();
    if (refusal != null) {
      throw new SignInException(refusal);
    }
    AuthSession session = found.session();
    if (found.now().isBefore(session.lastUsedAt().plus(NOTED_EVERY))) {
      return session;
    }
    return context
        .executor()
        .first(SessionStatements.USE, new Use(session, context.actor()))
        .orElse(session);
  }

  @Override
  public Optional<SignedIn> refresh(RefreshToken refreshToken, SessionLifetimes lifetimes) {
    return refreshTokens.refresh(
        Required.argument("refreshToken", refreshToken), Required.argument("lifetimes", lifetimes));
  }

  @Override
  public boolean revoke(AuthSessionId id, String reason) {
    Required.argument("id", id);
    Required.text("reason", reason, MAX_REASON);
    boolean revoked = revocations.one(id, reason);
    if (!revoked && !exists(id)) {
      throw NotFound.of(SESSIONS.entityType(), id.value());
    }
    return revoked;
  }

  @Override
  public int revokeAll(UserId userId, String reason) {
    Required.argument("userId", userId);
    Required.text("reason", reason, MAX_REASON);
    return revocations.ofUser(userId, reason);
  }

  private boolean exists(AuthSessionId id) {
    return context.executor().first(SessionStatements.EXISTS, id).isPresent();
  }

  @Override
  public int removeExpired(Instant now, int limit) {
    return Expiry.remove(
        context.executor(),
        new Removal(
            Required.instant("now", now),
            Required.rows("limit", limit, MAX_REMOVED),
            context.actor()));
  }
}
