package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.RefreshTokens.REFRESH_TOKENS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.auth.SealedPair.Pair;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that exchange refresh tokens. Every statement that changes a token family locks
 * its session first, which prevents deadlocks.
 */
final class RefreshStatements {

  /**
   * A refresh token, its session, and the pair that it was exchanged for, while that pair is
   * stored. Instances are never compared, so an array component is safe.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Token(
      AuthSession session,
      RefreshTokenId id,
      Instant expiresAt,
      boolean rotated,
      byte @Nullable [] sealedPair,
      UserStatus status,
      Instant now) {

    @Nullable Reason refusal() {
      return SessionRefusal.of(session.revokedAt(), expiresAt, status, now);
    }
  }

  /**
   * An exchange of a token for a pair.
   *
   * @param presented the hash of the token
   * @param sealedPair the pair to store for a repeat; null to store none
   * @param grace how long the pair is stored
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Exchange(
      TokenHash presented,
      RefreshTokenId newId,
      Pair pair,
      SessionLifetimes lifetimes,
      byte @Nullable [] sealedPair,
      Duration grace,
      @Nullable ActorId actor) {}

  /**
   * Exchanges a token and returns the session, unless the token is unknown, was exchanged before or
   * is refused. The first part locks the session; the second one sees the exchange or revocation
   * that the previous holder of the lock has committed.
   */
  static final Statement<Exchange, AuthSession> EXCHANGE =
      Statement.<Exchange, AuthSession>inParts(
              "refresh_tokens.refresh",
              (in, out) -> {
                out.as(out.entity(AuthSessionTable.TABLE));
                return List.of(locking(in), exchanging(in));
              })
          .concerning(owner(), Exchange::presented);

  /**
   * Selects a token. Compares the time of the sealed pair with the start of the statement, since
   * the transaction may have lasted longer than the grace period.
   */
  static final Statement<TokenHash, Token> FIND =
      Statement.of("refresh_tokens.find", RefreshStatements::finding);

  private RefreshStatements() {}

  /** Declares the statement that selects the user of a token. */
  private static Statement<TokenHash, UserId> owner() {
    return Statement.of(
        "refresh_tokens.owner",
        (in, out) ->
            select(out.only(REFRESH_TOKENS.USER_ID))
                .from(REFRESH_TOKENS)
                .where(
                    REFRESH_TOKENS.TOKEN_HASH.eq(
                        in.value(REFRESH_TOKENS.TOKEN_HASH, hash -> hash))));
  }

  private static Query finding(Parameters<TokenHash> in, Results<Token> out) {
    RowReader<AuthSession> session = out.entity(AuthSessionTable.TABLE);
    var id = out.column(REFRESH_TOKENS.ID);
    var expiresAt = out.column(REFRESH_TOKENS.EXPIRES_AT);
    var rotatedAt = out.column(REFRESH_TOKENS.ROTATED_AT);
    var sealedPair =
        out.column(
            when(
                AUTH_SESSIONS.SEALED_PAIR_UNTIL.gt(DatabaseClock.statement()),
                AUTH_SESSIONS.SEALED_PAIR));
    var status = out.column(USERS.STATUS);
    var now = out.column(DatabaseClock.now());
    out.as(
        row ->
            new Token(
                session.read(row),
                row.get(id),
                row.get(expiresAt),
                row.getNullable(rotatedAt) != null,
                row.getNullable(sealedPair),
                row.get(status),
                row.get(now)));
    return select(out.fields())
        .from(REFRESH_TOKENS)
        .join(AUTH_SESSIONS)
        .on(AUTH_SESSIONS.ID.eq(REFRESH_TOKENS.AUTH_SESSION_ID))
        .join(USERS)
        .on(USERS.ID.eq(REFRESH_TOKENS.USER_ID))
        .where(REFRESH_TOKENS.TOKEN_HASH.eq(in.value(REFRESH_TOKENS.TOKEN_HASH, hash -> hash)));
  }

  private static Query locking(Parameters<Exchange> in) {
    return select(AUTH_SESSIONS.ID)
        .from(AUTH_SESSIONS)
        .join(REFRESH_TOKENS)
        .on(REFRESH_TOKENS.AUTH_SESSION_ID.eq(AUTH_SESSIONS.ID))
        .where(
            REFRESH_TOKENS.TOKEN_HASH.eq(in.value(REFRESH_TOKENS.TOKEN_HASH, Exchange::presented)))
        .forUpdate()
        .of(AUTH_SESSIONS);
  }

  /**
   * Exchanges the token under the conditions of {@link Token#refusal}. Overwrites the previous
   * sealed pair. The grace period ends with the new refresh token's lifetime at the latest.
   */
  private static Query exchanging(Parameters<Exchange> in) {
    var rotated =
        name("rotated")
            .as(
                DSL.update(REFRESH_TOKENS)
                    .set(REFRESH_TOKENS.ROTATED_AT, DatabaseClock.now())
                    .from(AUTH_SESSIONS, USERS)
                    .where(
                        REFRESH_TOKENS.TOKEN_HASH.eq(
                            in.value(REFRESH_TOKENS.TOKEN_HASH, Exchange::presented)))
                    .and(REFRESH_TOKENS.USER_ID.eq(USERS.ID))
                    .and(REFRESH_TOKENS.AUTH_SESSION_ID.eq(AUTH_SESSIONS.ID))
                    .and(REFRESH_TOKENS.ROTATED_AT.isNull())
                    .and(REFRESH_TOKENS.EXPIRES_AT.gt(DatabaseClock.now()))
                    .and(AUTH_SESSIONS.REVOKED_AT.isNull())
                    .and(USERS.STATUS.eq(inline(UserStatus.ACTIVE)))
                    .returning(
                        REFRESH_TOKENS.ID, REFRESH_TOKENS.USER_ID, REFRESH_TOKENS.AUTH_SESSION_ID));
    Field<Instant> expiry =
        DatabaseClock.now().add(in.duration(exchange -> exchange.lifetimes.refresh()));
    Field<TokenHash> hash =
        in.value(REFRESH_TOKENS.TOKEN_HASH, exchange -> exchange.pair.refresh().hash());
    var issued =
        name("issued")
            .as(
                DSL.insertInto(
                        REFRESH_TOKENS,
                        REFRESH_TOKENS.ID,
                        REFRESH_TOKENS.USER_ID,
                        REFRESH_TOKENS.AUTH_SESSION_ID,
                        REFRESH_TOKENS.ROTATED_FROM_ID,
                        REFRESH_TOKENS.TOKEN_HASH,
                        REFRESH_TOKENS.EXPIRES_AT)
                    .select(
                        select(
                                in.value(REFRESH_TOKENS.ID, Exchange::newId),
                                columnOf(rotated, REFRESH_TOKENS.USER_ID),
                                columnOf(rotated, REFRESH_TOKENS.AUTH_SESSION_ID),
                                columnOf(rotated, REFRESH_TOKENS.ID),
                                hash,
                                expiry)
                            .from(rotated))
                    .returning(REFRESH_TOKENS.ID));
    Field<byte[]> sealed = in.value(AUTH_SESSIONS.SEALED_PAIR, Exchange::sealedPair);
    // Apart, since Citus takes only immutable functions under a condition.
    Field<Instant> until =
        least(DatabaseClock.statement().add(in.duration(Exchange::grace)), expiry).as("until");
    Table<?> grace = select(until).asTable("grace");
    return with(rotated)
        .with(issued)
        .update(AUTH_SESSIONS)
        .set(
            AUTH_SESSIONS.TOKEN_HASH,
            in.value(AUTH_SESSIONS.TOKEN_HASH, exchange -> exchange.pair.access().hash()))
        .set(
            AUTH_SESSIONS.EXPIRES_AT,
            DatabaseClock.now().add(in.duration(exchange -> exchange.lifetimes.access())))
        .set(AUTH_SESSIONS.SEALED_PAIR, sealed)
        .set(AUTH_SESSIONS.SEALED_PAIR_UNTIL, when(sealed.isNotNull(), columnOf(grace, until)))
        .set(AUTH_SESSIONS.LAST_USED_AT, DatabaseClock.now())
        .set(SessionStatements.audit(in, Exchange::actor))
        .from(rotated, grace)
        .where(AUTH_SESSIONS.ID.eq(columnOf(rotated, REFRESH_TOKENS.AUTH_SESSION_ID)))
        .returning(AuthSessionTable.TABLE.fields());
  }
}
