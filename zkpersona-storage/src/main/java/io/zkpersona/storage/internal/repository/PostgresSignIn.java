package io.zkpersona.storage.internal.repository;

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
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlExecutor;
import io.zkpersona.storage.internal.query.SqlShape;
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

final class PostgresSignIn implements SignIn {

  private static final EntityTable<AuthSession, AuthSessionId> SESSIONS = AuthSessionTable.TABLE;
  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
  private static final int MAX_REASON = 255;
  private static final int MAX_REMOVED = 10_000;
  private static final String REUSED = "a refresh token was used twice";

  private static final Codec<UserStatus> STATUS = Codecs.of(USERS.STATUS);
  private static final Codec<AuthSessionId> SESSION_ID = Codecs.of(AUTH_SESSIONS.ID);
  private static final Codec<RefreshTokenId> TOKEN_ID = Codecs.of(REFRESH_TOKENS.ID);

  private enum Key {
    OPEN,
    FIND_SESSION,
    USE,
    LOCK_FAMILY,
    FIND_TOKEN,
    ROTATE,
    MARK_REUSED,
    REVOKE_ONE,
    REVOKE_OF_USER,
    REVOKE_TOKENS,
    EXISTS,
    REMOVE_CHALLENGES,
    REMOVE_TOKENS,
    REMOVE_SESSIONS
  }

  /** A refresh token and what decides whether it counts. */
  private record Token(
      RefreshTokenId id, AuthSessionId sessionId, boolean rotated, @Nullable Reason refusal) {}

  /** A session and what decides whether it counts. */
  private record Found(AuthSession session, @Nullable Reason refusal, Instant now) {}

  private final RepositoryContext context;
  private final Challenges challenges;

  PostgresSignIn(RepositoryContext context) {
    this.context = context;
    this.challenges = new Challenges(context);
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
        refusal(session.revokedAt(), session.expiresAt(), value(row, STATUS, next), now),
        now);
  }

  private static @Nullable Reason refusal(
      @Nullable Instant revokedAt, Instant expiresAt, UserStatus status, Instant now) {
    if (revokedAt != null) {
      return Reason.REVOKED;
    }
    if (!expiresAt.isAfter(now)) {
      return Reason.EXPIRED;
    }
    return status == UserStatus.ACTIVE ? null : Reason.USER_NOT_ACTIVE;
  }

  @Override
  public Optional<SignedIn> refresh(RefreshToken refreshToken, SessionLifetimes lifetimes) {
    TokenHash hash = Required.argument("refreshToken", refreshToken).hash();
    Required.argument("lifetimes", lifetimes);
    return context
        .executor()
        .atomically(
            "refresh_tokens.refresh",
            tx -> {
              SqlShape lock = shape(Key.LOCK_FAMILY, SignInStatements::lockFamily);
              if (tx.first("refresh_tokens.lock", lock, row -> true, hash).isEmpty()) {
                throw new SignInException(Reason.UNKNOWN);
              }
              // Read once more: whoever had the lock before may have exchanged it.
              Token token =
                  tx.first(
                          "refresh_tokens.find",
                          shape(Key.FIND_TOKEN, SignInStatements::findToken),
                          PostgresSignIn::token,
                          hash)
                      .orElseThrow(() -> new SignInException(Reason.UNKNOWN));
              if (token.rotated) {
                endFamily(tx, token);
                return Optional.<SignedIn>empty();
              }
              if (token.refusal != null) {
                throw new SignInException(token.refusal);
              }
              return Optional.of(rotate(tx, token, lifetimes));
            });
  }

  private static Token token(Row row) {
    Instant now = value(row, Codecs.INSTANT, 7);
    return new Token(
        value(row, TOKEN_ID, 1),
        value(row, SESSION_ID, 2),
        row.read(Codecs.INSTANT, 4) != null,
        refusal(
            row.read(Codecs.INSTANT, 5),
            value(row, Codecs.INSTANT, 3),
            value(row, STATUS, 6),
            now));
  }

  private SignedIn rotate(SqlExecutor tx, Token token, SessionLifetimes lifetimes) {
    AccessToken access = AccessToken.generate();
    RefreshToken refresh = RefreshToken.generate();
    RefreshTokenId id = RefreshTokenId.generate();
    AuthSession session =
        tx.inserting(
                "refresh token",
                () -> List.of(id.value()),
                () ->
                    tx.first(
                        "refresh_tokens.rotate",
                        shape(Key.ROTATE, SignInStatements::rotate),
                        SESSIONS.reader(),
                        token.id,
                        id,
                        refresh.hash(),
                        lifetimes.refresh(),
                        access.hash(),
                        lifetimes.access(),
                        context.actor()))
            .orElseThrow();
    return new SignedIn(session, access, refresh);
  }

  private void endFamily(SqlExecutor tx, Token token) {
    tx.update(
        "refresh_tokens.mark_reused",
        shape(Key.MARK_REUSED, SignInStatements::markReused),
        token.id);
    revoke(tx, shape(Key.REVOKE_ONE, SignInStatements::revokeOne), REUSED, token.sessionId);
  }

  @Override
  public boolean revoke(AuthSessionId id, String reason) {
    Required.argument("id", id);
    Required.text("reason", reason, MAX_REASON);
    boolean revoked = atomically(Key.REVOKE_ONE, SignInStatements::revokeOne, reason, id) == 1;
    if (!revoked && !exists(id)) {
      throw EntityNotFoundException.of(SESSIONS.entityType(), id.value());
    }
    return revoked;
  }

  @Override
  public int revokeAll(UserId userId, String reason) {
    Required.argument("userId", userId);
    Required.text("reason", reason, MAX_REASON);
    return atomically(Key.REVOKE_OF_USER, SignInStatements::revokeOfUser, reason, userId);
  }

  private int atomically(
      Key key, Function<Params, Query> statement, String reason, Object sessionOrUser) {
    SqlShape shape = shape(key, statement);
    return context
        .executor()
        .atomically("auth_sessions.revoke", tx -> revoke(tx, shape, reason, sessionOrUser));
  }

  /** Ends sessions, then, with their locks held, all tokens that came of them. */
  private int revoke(SqlExecutor tx, SqlShape sessions, String reason, Object sessionOrUser) {
    List<AuthSessionId> ids =
        tx.list(
            "auth_sessions.end",
            sessions,
            row -> value(row, SESSION_ID, 1),
            reason,
            context.actor(),
            sessionOrUser);
    if (!ids.isEmpty()) {
      tx.update(
          "refresh_tokens.revoke", shape(Key.REVOKE_TOKENS, SignInStatements::revokeTokens), ids);
    }
    return ids.size();
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

  /** Tokens before sessions, which are kept as long as they have any. */
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
            rows);
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
