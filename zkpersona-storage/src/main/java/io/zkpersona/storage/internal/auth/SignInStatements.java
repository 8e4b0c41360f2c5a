package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.RefreshTokens.REFRESH_TOKENS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.Touch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;

/**
 * The statements on sessions and their tokens. The comment of each method lists the values that a
 * call binds, in order. Every statement that changes a token family locks its session first, which
 * prevents deadlocks.
 */
final class SignInStatements {

  static final List<SelectField<?>> SESSION = AuthSessionTable.TABLE.fields();

  private SignInStatements() {}

  /**
   * Binds user, session id, session hash, session lifetime, actor, token id, token hash, token
   * lifetime. Returns the session; no row if the user does not exist or is not active.
   */
  static Query open(Params params) {
    var userId = params.value(USERS.ID);
    var id = params.value(AUTH_SESSIONS.ID);
    Field<TokenHash> hash = params.value(AUTH_SESSIONS.TOKEN_HASH);
    Field<DayToSecond> lifetime = params.duration();
    var actor = params.value(AUTH_SESSIONS.CID);
    var opened =
        DSL.insertInto(
                AUTH_SESSIONS,
                AUTH_SESSIONS.ID,
                AUTH_SESSIONS.USER_ID,
                AUTH_SESSIONS.TOKEN_HASH,
                AUTH_SESSIONS.EXPIRES_AT,
                AUTH_SESSIONS.CID,
                AUTH_SESSIONS.MID)
            .select(
                select(id, USERS.ID, hash, DatabaseClock.now().add(lifetime), actor, actor)
                    .from(USERS)
                    .where(USERS.ID.eq(userId))
                    .and(USERS.STATUS.eq(inline(UserStatus.ACTIVE))))
            .returning(SESSION);
    var session = name("session").as(opened);
    var token =
        DSL.insertInto(
                REFRESH_TOKENS,
                REFRESH_TOKENS.ID,
                REFRESH_TOKENS.USER_ID,
                REFRESH_TOKENS.AUTH_SESSION_ID,
                REFRESH_TOKENS.TOKEN_HASH,
                REFRESH_TOKENS.EXPIRES_AT)
            .select(
                select(
                        params.value(REFRESH_TOKENS.ID),
                        columnOf(session, AUTH_SESSIONS.USER_ID),
                        columnOf(session, AUTH_SESSIONS.ID),
                        params.value(REFRESH_TOKENS.TOKEN_HASH),
                        DatabaseClock.now().add(params.duration()))
                    .from(session))
            .returning(REFRESH_TOKENS.ID);
    return with(session).with(name("token").as(token)).select(session.fields()).from(session);
  }

  /**
   * Binds the hash. Returns the session, its user's status and the time, even if the session is not
   * valid.
   */
  static Query findSession(Params params) {
    List<SelectField<?>> fields = new ArrayList<>(SESSION);
    fields.add(USERS.STATUS);
    fields.add(DatabaseClock.now());
    return select(fields)
        .from(AUTH_SESSIONS)
        .join(USERS)
        .on(USERS.ID.eq(AUTH_SESSIONS.USER_ID))
        .where(AUTH_SESSIONS.TOKEN_HASH.eq(params.value(AUTH_SESSIONS.TOKEN_HASH)));
  }

  /**
   * Binds actor, id, the last use that was read. Returns the session; no row if a concurrent call
   * was faster. Also erases a pair whose grace period is over, as the row is written anyway.
   */
  static Query use(Params params) {
    Condition kept = AUTH_SESSIONS.SEALED_PAIR_UNTIL.gt(DatabaseClock.statement());
    return DSL.update(AUTH_SESSIONS)
        .set(AUTH_SESSIONS.LAST_USED_AT, DatabaseClock.now())
        .set(AUTH_SESSIONS.SEALED_PAIR, when(kept, AUTH_SESSIONS.SEALED_PAIR))
        .set(AUTH_SESSIONS.SEALED_PAIR_UNTIL, when(kept, AUTH_SESSIONS.SEALED_PAIR_UNTIL))
        .set(touch(params))
        .where(AUTH_SESSIONS.ID.eq(params.value(AUTH_SESSIONS.ID)))
        .and(AUTH_SESSIONS.LAST_USED_AT.eq(params.value(AUTH_SESSIONS.LAST_USED_AT)))
        .and(AUTH_SESSIONS.REVOKED_AT.isNull())
        .returning(SESSION);
  }

  /** Binds the refresh token's hash. Locks its session. */
  static Query lockFamily(Params params) {
    return select(AUTH_SESSIONS.ID)
        .from(AUTH_SESSIONS)
        .join(REFRESH_TOKENS)
        .on(REFRESH_TOKENS.AUTH_SESSION_ID.eq(AUTH_SESSIONS.ID))
        .where(REFRESH_TOKENS.TOKEN_HASH.eq(params.value(REFRESH_TOKENS.TOKEN_HASH)))
        .forUpdate()
        .of(AUTH_SESSIONS);
  }

  /**
   * Binds the hash. Returns the session, then the rest of {@code RefreshTokens.Token}. Compares the
   * time of the sealed pair with the start of the statement, since the transaction, or the wait for
   * the lock, may have lasted longer than the grace period.
   */
  static Query findToken(Params params) {
    List<SelectField<?>> fields = new ArrayList<>(SESSION);
    fields.add(REFRESH_TOKENS.ID);
    fields.add(REFRESH_TOKENS.EXPIRES_AT);
    fields.add(REFRESH_TOKENS.ROTATED_AT);
    fields.add(
        when(
            AUTH_SESSIONS.SEALED_PAIR_UNTIL.gt(DatabaseClock.statement()),
            AUTH_SESSIONS.SEALED_PAIR));
    fields.add(USERS.STATUS);
    fields.add(DatabaseClock.now());
    return select(fields)
        .from(REFRESH_TOKENS)
        .join(AUTH_SESSIONS)
        .on(AUTH_SESSIONS.ID.eq(REFRESH_TOKENS.AUTH_SESSION_ID))
        .join(USERS)
        .on(USERS.ID.eq(REFRESH_TOKENS.USER_ID))
        .where(REFRESH_TOKENS.TOKEN_HASH.eq(params.value(REFRESH_TOKENS.TOKEN_HASH)));
  }

  /**
   * Binds the old token's id, the new token's id, hash and lifetime, the access token's hash and
   * lifetime, the sealed pair or null, the grace period, actor. Returns the session; no row if the
   * old token was already exchanged. Overwrites the previous sealed pair. The grace period ends
   * with the new refresh token's lifetime at the latest.
   */
  static Query rotate(Params params) {
    var rotated =
        name("rotated")
            .as(
                DSL.update(REFRESH_TOKENS)
                    .set(REFRESH_TOKENS.ROTATED_AT, DatabaseClock.now())
                    .where(REFRESH_TOKENS.ID.eq(params.value(REFRESH_TOKENS.ID)))
                    .and(REFRESH_TOKENS.ROTATED_AT.isNull())
                    .returning(
                        REFRESH_TOKENS.ID, REFRESH_TOKENS.USER_ID, REFRESH_TOKENS.AUTH_SESSION_ID));
    var newId = params.value(REFRESH_TOKENS.ID);
    Field<TokenHash> newHash = params.value(REFRESH_TOKENS.TOKEN_HASH);
    Field<Instant> newExpiry = DatabaseClock.now().add(params.duration());
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
                                newId,
                                columnOf(rotated, REFRESH_TOKENS.USER_ID),
                                columnOf(rotated, REFRESH_TOKENS.AUTH_SESSION_ID),
                                columnOf(rotated, REFRESH_TOKENS.ID),
                                newHash,
                                newExpiry)
                            .from(rotated))
                    .returning(REFRESH_TOKENS.ID));
    Field<TokenHash> hash = params.value(AUTH_SESSIONS.TOKEN_HASH);
    Field<Instant> expiry = DatabaseClock.now().add(params.duration());
    Field<byte[]> sealed = params.value(AUTH_SESSIONS.SEALED_PAIR);
    return with(rotated)
        .with(issued)
        .update(AUTH_SESSIONS)
        .set(AUTH_SESSIONS.TOKEN_HASH, hash)
        .set(AUTH_SESSIONS.EXPIRES_AT, expiry)
        .set(AUTH_SESSIONS.SEALED_PAIR, sealed)
        .set(
            AUTH_SESSIONS.SEALED_PAIR_UNTIL,
            when(
                sealed.isNotNull(),
                least(DatabaseClock.statement().add(params.duration()), newExpiry)))
        .set(AUTH_SESSIONS.LAST_USED_AT, DatabaseClock.now())
        .set(touch(params))
        .from(rotated)
        .where(AUTH_SESSIONS.ID.eq(columnOf(rotated, REFRESH_TOKENS.AUTH_SESSION_ID)))
        .returning(SESSION);
  }

  /** Binds the id. */
  static Query markReused(Params params) {
    return DSL.update(REFRESH_TOKENS)
        .set(REFRESH_TOKENS.REUSED_AT, DatabaseClock.now())
        .where(REFRESH_TOKENS.ID.eq(params.value(REFRESH_TOKENS.ID)))
        .and(REFRESH_TOKENS.REUSED_AT.isNull());
  }

  /** Binds reason, actor, user. Returns the ids of the revoked sessions. */
  static Query revokeOfUser(Params params) {
    return revoke(params, () -> AUTH_SESSIONS.USER_ID.eq(params.value(AUTH_SESSIONS.USER_ID)));
  }

  /** Binds reason, actor, id. Returns the session's id if this call revoked it. */
  static Query revokeOne(Params params) {
    return revoke(params, () -> AUTH_SESSIONS.ID.eq(params.value(AUTH_SESSIONS.ID)));
  }

  private static Query revoke(Params params, Supplier<Condition> which) {
    return DSL.update(AUTH_SESSIONS)
        .set(AUTH_SESSIONS.REVOKED_AT, DatabaseClock.now())
        .set(AUTH_SESSIONS.REVOKE_REASON, params.value(AUTH_SESSIONS.REVOKE_REASON))
        .set(AUTH_SESSIONS.SEALED_PAIR, castNull(AUTH_SESSIONS.SEALED_PAIR))
        .set(AUTH_SESSIONS.SEALED_PAIR_UNTIL, castNull(AUTH_SESSIONS.SEALED_PAIR_UNTIL))
        .set(touch(params))
        .where(which.get())
        .and(AUTH_SESSIONS.REVOKED_AT.isNull())
        .returning(AUTH_SESSIONS.ID);
  }

  /** Binds sessions. Skips expired tokens, which need no revocation and may be in deletion. */
  static Query revokeTokens(Params params) {
    Field<AuthSessionId> session = REFRESH_TOKENS.AUTH_SESSION_ID;
    return DSL.update(REFRESH_TOKENS)
        .set(REFRESH_TOKENS.REVOKED_AT, DatabaseClock.now())
        .where(session.eq(any(params.array(session))))
        .and(REFRESH_TOKENS.REVOKED_AT.isNull())
        .and(REFRESH_TOKENS.EXPIRES_AT.gt(DatabaseClock.now()));
  }

  /** Binds the time and the maximum number. */
  static <I> Query removeExpired(
      Params params, Table<?> table, Field<I> id, Field<Instant> expiresAt) {
    Condition expired = expiresAt.le(params.value(expiresAt));
    Condition removable =
        table.equals(AUTH_SESSIONS)
            ? expired.and(
                notExists(
                    selectOne()
                        .from(REFRESH_TOKENS)
                        .where(REFRESH_TOKENS.AUTH_SESSION_ID.eq(AUTH_SESSIONS.ID))))
            : expired;
    var chosen =
        name("chosen")
            .as(
                select(id)
                    .from(table)
                    .where(removable)
                    .orderBy(expiresAt)
                    .limit(params.rows())
                    .forUpdate()
                    .of(table)
                    .skipLocked());
    return with(chosen).delete(table).using(chosen).where(id.eq(columnOf(chosen, id)));
  }

  /**
   * Binds the maximum number, actor. Uses the database's clock, regardless of the caller's time.
   */
  static Query erasePairs(Params params) {
    var passed =
        name("passed")
            .as(
                select(AUTH_SESSIONS.ID)
                    .from(AUTH_SESSIONS)
                    .where(AUTH_SESSIONS.SEALED_PAIR_UNTIL.le(DatabaseClock.statement()))
                    .orderBy(AUTH_SESSIONS.SEALED_PAIR_UNTIL)
                    .limit(params.rows())
                    .forNoKeyUpdate()
                    .skipLocked());
    return with(passed)
        .update(AUTH_SESSIONS)
        .set(AUTH_SESSIONS.SEALED_PAIR, castNull(AUTH_SESSIONS.SEALED_PAIR))
        .set(AUTH_SESSIONS.SEALED_PAIR_UNTIL, castNull(AUTH_SESSIONS.SEALED_PAIR_UNTIL))
        .set(touch(params))
        .from(passed)
        .where(AUTH_SESSIONS.ID.eq(columnOf(passed, AUTH_SESSIONS.ID)));
  }

  private static Map<Field<?>, Object> touch(Params params) {
    return Touch.of(params, AUTH_SESSIONS.MTIME, AUTH_SESSIONS.MID);
  }
}
