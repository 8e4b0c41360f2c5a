package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.RefreshTokens.REFRESH_TOKENS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static io.zkpersona.storage.internal.tables.tables.WalletChallenges.WALLET_CHALLENGES;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.SignInException;
import io.zkpersona.domain.error.SignInException.Reason;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

public final class PostgresSignIn implements SignIn {

  private static final EntityTable<AuthSession, AuthSessionId> SESSIONS = AuthSessionTable.TABLE;
  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
  private static final int MAX_REASON = 255;
  private static final int MAX_REMOVED = 10_000;
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(60);

  private static final Codec<UserStatus> STATUS = Codecs.of(USERS.STATUS);

  private enum Key {
    OPEN,
    FIND_SESSION,
    USE,
    EXISTS,
    REMOVE_CHALLENGES,
    REMOVE_TOKENS,
    REMOVE_SESSIONS,
    ERASE_PAIRS
  }

  /** A session with the reason to refuse it, if any. */
  private record Found(AuthSession session, @Nullable Reason refusal, Instant now) {}

  private final RepositoryContext context;
  private final Challenges challenges;
  private final Revocations revocations;
  private final RefreshTokens refreshTokens;

  public PostgresSignIn(RepositoryContext context) {
    this(context, DEFAULT_REFRESH_GRACE);
  }

  private PostgresSignIn(RepositoryContext context, Duration refreshGrace) {
    this.context = context;
    this.challenges = new Challenges(context);
    this.revocations = new Revocations(context);
    this.refreshTokens = new RefreshTokens(context, revocations, refreshGrace);
  }

  @Override
  public SignIn withRefreshGrace(Duration refreshGrace) {
    return new PostgresSignIn(
        context, Required.duration("refreshGrace", refreshGrace, Duration.ZERO, LONGEST_GRACE));
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
    AccessToken access = AccessToken.generate();
    RefreshToken refresh = RefreshToken.generate();
    AuthSessionId id = AuthSessionId.generate();
    SqlExecutor executor = context.executor();
    return executor
        .inserting(
            SESSIONS.entityType(),
            () -> List.of(id.value()),
            () ->
                executor.first(
                    "auth_sessions.open",
                    shape(Key.OPEN, SignInStatements::open),
                    SESSIONS.reader(),
                    userId,
                    id,
                    access.hash(),
                    lifetimes.access(),
                    context.actor(),
                    RefreshTokenId.generate(),
                    refresh.hash(),
                    lifetimes.refresh()))
        .map(session -> new SignedIn(session, access, refresh))
        .orElseThrow(() -> new SignInException(Reason.USER_NOT_ACTIVE));
  }

  @Override
  public AuthSession authenticate(AccessToken accessToken) {
    TokenHash hash = Required.argument("accessToken", accessToken).hash();
    Found found =
        context
            .executor()
            .first(
                "auth_sessions.authenticate",
                shape(Key.FIND_SESSION, SignInStatements::findSession),
                PostgresSignIn::found,
                hash)
            .orElseThrow(() -> new SignInException(Reason.UNKNOWN));
    if (found.refusal != null) {
      throw new SignInException(found.refusal);
    }
    AuthSession session = found.session;
    if (found.now.isBefore(session.lastUsedAt().plus(NOTED_EVERY))) {
      return session;
    }
    return context
        .executor()
        .first(
            "auth_sessions.use",
            shape(Key.USE, SignInStatements::use),
            SESSIONS.reader(),
            context.actor(),
            session.id(),
            session.lastUsedAt())
        .orElse(session);
  }

  private static Found found(Row row) {
    AuthSession session = SESSIONS.reader().read(row);
    int next = SESSIONS.columns().size() + 1;
    Instant now = value(row, Codecs.INSTANT, next + 1);
    return new Found(
        session,
        SessionRefusal.of(session.revokedAt(), session.expiresAt(), value(row, STATUS, next), now),
        now);
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
    boolean revoked = atomically(tx -> revocations.one(tx, id, reason));
    if (!revoked && !exists(id)) {
      throw EntityNotFoundException.of(SESSIONS.entityType(), id.value());
    }
    return revoked;
  }

  @Override
  public int revokeAll(UserId userId, String reason) {
    Required.argument("userId", userId);
    Required.text("reason", reason, MAX_REASON);
    return atomically(tx -> revocations.ofUser(tx, userId, reason));
  }

  private <T> T atomically(Function<SqlExecutor, T> work) {
    return context.executor().atomically("auth_sessions.revoke", work);
  }

  private boolean exists(AuthSessionId id) {
    SqlShape shape =
        shape(
            Key.EXISTS,
            params ->
                selectOne()
                    .from(AUTH_SESSIONS)
                    .where(AUTH_SESSIONS.ID.eq(params.value(AUTH_SESSIONS.ID))));
    return context.executor().first("auth_sessions.exists", shape, row -> true, id).isPresent();
  }

  /**
   * Deletes tokens before sessions, since a session is kept while it has tokens; then erases the
   * remaining pairs.
   */
  @Override
  public int removeExpired(Instant now, int limit) {
    Instant until = Required.instant("now", now);
    long rows = Required.rows("limit", limit, MAX_REMOVED);
    return remove(
            Key.REMOVE_CHALLENGES,
            WALLET_CHALLENGES,
            WALLET_CHALLENGES.ID,
            WALLET_CHALLENGES.EXPIRES_AT,
            until,
            rows)
        + remove(
            Key.REMOVE_TOKENS,
            REFRESH_TOKENS,
            REFRESH_TOKENS.ID,
            REFRESH_TOKENS.EXPIRES_AT,
            until,
            rows)
        + remove(
            Key.REMOVE_SESSIONS,
            AUTH_SESSIONS,
            AUTH_SESSIONS.ID,
            AUTH_SESSIONS.EXPIRES_AT,
            until,
            rows)
        + context
            .executor()
            .update(
                "auth_sessions.erase_pairs",
                shape(Key.ERASE_PAIRS, SignInStatements::erasePairs),
                rows,
                context.actor());
  }

  private <I> int remove(
      Key key, Table<?> table, Field<I> id, Field<Instant> expiresAt, Instant until, long rows) {
    return context
        .executor()
        .update(
            table.getName() + ".remove_expired",
            shape(key, params -> SignInStatements.removeExpired(params, table, id, expiresAt)),
            until,
            rows);
  }

  private static <T> T value(Row row, Codec<T> codec, int position) {
    return Objects.requireNonNull(row.read(codec, position));
  }

  private SqlShape shape(Key key, Function<Params, Query> statement) {
    return context.shapes().get(key, statement);
  }
}
