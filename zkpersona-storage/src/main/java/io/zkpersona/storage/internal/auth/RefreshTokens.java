package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.RefreshTokens.REFRESH_TOKENS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.error.SignInException;
import io.zkpersona.domain.error.SignInException.Reason;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.auth.SealedPair.Exchanged;
import io.zkpersona.storage.internal.auth.SealedPair.Pair;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges each refresh token once, returns the same pair again within the grace period, and
 * revokes the token family if the token is reused later.
 */
final class RefreshTokens {

  private static final EntityTable<AuthSession, AuthSessionId> SESSIONS = AuthSessionTable.TABLE;
  private static final String REUSED = "a refresh token was used twice";
  private static final int AFTER_SESSION = SignInStatements.SESSION.size();

  private static final Codec<RefreshTokenId> TOKEN_ID = Codecs.of(REFRESH_TOKENS.ID);
  private static final Codec<byte[]> SEALED = Codecs.of(AUTH_SESSIONS.SEALED_PAIR);
  private static final Codec<UserStatus> STATUS = Codecs.of(USERS.STATUS);

  private enum Key {
    LOCK_FAMILY,
    FIND_TOKEN,
    ROTATE,
    MARK_REUSED
  }

  /**
   * A refresh token, its session, and the pair that it was exchanged for, while that pair is
   * stored. Instances are never compared, so an array component is safe.
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Token(
      AuthSession session,
      RefreshTokenId id,
      Instant expiresAt,
      boolean rotated,
      byte @Nullable [] sealedPair,
      UserStatus status,
      Instant now) {

    private @Nullable Reason refusal() {
      return SessionRefusal.of(session.revokedAt(), expiresAt, status, now);
    }
  }

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
    TokenHash hash = presented.hash();
    return context
        .executor()
        .atomically(
            "refresh_tokens.refresh",
            tx -> {
              SqlShape lock = shape(Key.LOCK_FAMILY, SignInStatements::lockFamily);
              if (tx.first("refresh_tokens.lock", lock, row -> true, hash).isEmpty()) {
                throw new SignInException(Reason.UNKNOWN);
              }
              // Read after acquiring the lock, since its previous holder may have exchanged the
              // token.
              Token token =
                  tx.first(
                          "refresh_tokens.find",
                          shape(Key.FIND_TOKEN, SignInStatements::findToken),
                          RefreshTokens::token,
                          hash)
                      .orElseThrow(() -> new SignInException(Reason.UNKNOWN));
              Exchanged exchanged = new Exchanged(presented, token.id, token.session.id());
              return token.rotated
                  ? repeat(tx, token, exchanged)
                  : Optional.of(rotate(tx, token, exchanged, lifetimes));
            });
  }

  private static Token token(Row row) {
    return new Token(
        SESSIONS.reader().read(row),
        value(row, TOKEN_ID, 1),
        value(row, Codecs.INSTANT, 2),
        row.read(Codecs.INSTANT, AFTER_SESSION + 3) != null,
        row.read(SEALED, AFTER_SESSION + 4),
        value(row, STATUS, 5),
        value(row, Codecs.INSTANT, 6));
  }

  private static <T> T value(Row row, Codec<T> codec, int position) {
    return Objects.requireNonNull(row.read(codec, AFTER_SESSION + position));
  }

  private SignedIn rotate(
      SqlExecutor tx, Token token, Exchanged exchanged, SessionLifetimes lifetimes) {
    Reason refusal = token.refusal();
    if (refusal != null) {
      throw new SignInException(refusal);
    }
    Pair pair = Pair.generate();
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
                        pair.refresh().hash(),
                        lifetimes.refresh(),
                        pair.access().hash(),
                        lifetimes.access(),
                        grace.isZero() ? null : SealedPair.seal(exchanged, pair),
                        grace,
                        context.actor()))
            .orElseThrow();
    return new SignedIn(session, pair.access(), pair.refresh());
  }

  private Optional<SignedIn> repeat(SqlExecutor tx, Token token, Exchanged exchanged) {
    Optional<Pair> pair = current(token, exchanged);
    if (pair.isEmpty()) {
      tx.update(
          "refresh_tokens.mark_reused",
          shape(Key.MARK_REUSED, SignInStatements::markReused),
          token.id);
      revocations.one(tx, token.session.id(), REUSED);
    } else if (token.status != UserStatus.ACTIVE) {
      throw new SignInException(Reason.USER_NOT_ACTIVE);
    }
    return pair.map(each -> new SignedIn(token.session, each.access(), each.refresh()));
  }

  /**
   * Returns the pair that the token was exchanged for, if it is stored and still current. After the
   * pair's refresh token is used, the session has the access token of another pair; this check
   * ensures that only the current pair is ever returned.
   */
  private Optional<Pair> current(Token token, Exchanged exchanged) {
    byte[] sealed = token.sealedPair;
    if (grace.isZero() || sealed == null || token.session.revokedAt() != null) {
      return Optional.empty();
    }
    return SealedPair.open(exchanged, sealed)
        .filter(pair -> pair.access().hash().equals(token.session.tokenHash()));
  }

  private SqlShape shape(Key key, Function<Params, Query> statement) {
    return context.shapes().get(key, statement);
  }
}
