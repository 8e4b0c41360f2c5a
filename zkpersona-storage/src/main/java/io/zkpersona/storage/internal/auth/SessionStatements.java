package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.RefreshTokens.REFRESH_TOKENS;
import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.auth.SealedPair.Pair;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectOnConditionStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that open, find and use sessions. Every statement that changes a token family
 * locks its session first, which prevents deadlocks.
 */
final class SessionStatements {

  /** A new session with its first pair of tokens. */
  record Opened(
      UserId userId,
      AuthSessionId id,
      RefreshTokenId tokenId,
      Pair pair,
      SessionLifetimes lifetimes,
      @Nullable ActorId actor) {}

  /** The sessions of a user with more are not cached. */
  static final int MOST_OF_USER = 32;

  /** A session, valid or not. */
  record Found(AuthSession session, UserStatus status, Instant now) {

    @Nullable Reason refusal() {
      return SessionRefusal.of(session.revokedAt(), session.expiresAt(), status, now);
    }
  }

  /** A use of a session as it was read. */
  record Use(AuthSession session, @Nullable ActorId actor) {}

  /** Inserts a session and its refresh token, if the user exists and is active. */
  static final Statement<Opened, AuthSession> OPEN =
      Statement.<Opened, AuthSession, AuthSessionId>of(
              "auth_sessions.open", AuthSessionTable.TABLE, SessionStatements::opening)
          .concerning(Opened::userId);

  /** Selects a session by the hash of its access token. */
  static final Statement<TokenHash, Found> FIND =
      Statement.of("auth_sessions.authenticate", SessionStatements::finding);

  /**
   * Records a use, unless a concurrent call was faster. Also erases a pair whose grace period is
   * over, as the row is written anyway.
   */
  static final Statement<Use, AuthSession> USE =
      Statement.<Use, AuthSession, AuthSessionId>of(
              "auth_sessions.use", AuthSessionTable.TABLE, SessionStatements::using)
          .concerning(use -> use.session.userId());

  /** Selects the user of a session. */
  static final Statement<AuthSessionId, UserId> OWNER =
      Statement.of(
          "auth_sessions.owner",
          (in, out) ->
              select(out.only(AUTH_SESSIONS.USER_ID))
                  .from(AUTH_SESSIONS)
                  .where(AUTH_SESSIONS.ID.eq(in.value(AUTH_SESSIONS.ID, id -> id))));

  /** Selects the sessions of an active user that are neither revoked nor expired. */
  static final Statement<UserId, Found> OF_USER =
      Statement.of(
          "auth_sessions.of_user",
          (in, out) ->
              found(out)
                  .where(AUTH_SESSIONS.USER_ID.eq(in.value(AUTH_SESSIONS.USER_ID, id -> id)))
                  .and(AUTH_SESSIONS.REVOKED_AT.isNull())
                  .and(AUTH_SESSIONS.EXPIRES_AT.gt(DatabaseClock.now()))
                  .and(USERS.STATUS.eq(inline(UserStatus.ACTIVE)))
                  .limit(inline(MOST_OF_USER + 1)));

  /** Selects a row if the id exists. */
  static final Statement<AuthSessionId, Integer> EXISTS =
      Statement.of(
          "auth_sessions.exists",
          (in, out) -> {
            out.only(inline(1));
            return selectOne()
                .from(AUTH_SESSIONS)
                .where(AUTH_SESSIONS.ID.eq(in.value(AUTH_SESSIONS.ID, id -> id)));
          });

  private SessionStatements() {}

  private static Query opening(Parameters<Opened> in) {
    var userId = in.value(USERS.ID, Opened::userId);
    var id = in.value(AUTH_SESSIONS.ID, Opened::id);
    Field<TokenHash> hash =
        in.value(AUTH_SESSIONS.TOKEN_HASH, opened -> opened.pair.access().hash());
    var lifetime = in.duration(opened -> opened.lifetimes.access());
    var actor = in.value(AUTH_SESSIONS.CID, Opened::actor);
    var inserted =
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
                    .and(USERS.STATUS.eq(inline(UserStatus.ACTIVE)))
                    .and(DatabaseClock.runs()))
            .returning(AuthSessionTable.TABLE.fields());
    var session = name("session").as(inserted);
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
                        in.value(REFRESH_TOKENS.ID, Opened::tokenId),
                        columnOf(session, AUTH_SESSIONS.USER_ID),
                        columnOf(session, AUTH_SESSIONS.ID),
                        in.value(REFRESH_TOKENS.TOKEN_HASH, opened -> opened.pair.refresh().hash()),
                        DatabaseClock.now().add(in.duration(opened -> opened.lifetimes.refresh())))
                    .from(session))
            .returning(REFRESH_TOKENS.ID);
    return with(session).with(name("token").as(token)).select(session.fields()).from(session);
  }

  private static Query finding(Parameters<TokenHash> in, Results<Found> out) {
    return found(out)
        .where(AUTH_SESSIONS.TOKEN_HASH.eq(in.value(AUTH_SESSIONS.TOKEN_HASH, hash -> hash)));
  }

  private static SelectOnConditionStep<?> found(Results<Found> out) {
    RowReader<AuthSession> session = out.entity(AuthSessionTable.TABLE);
    var status = out.column(USERS.STATUS);
    var now = out.column(DatabaseClock.now());
    out.as(row -> new Found(session.read(row), row.get(status), row.get(now)));
    return select(out.fields())
        .from(AUTH_SESSIONS)
        .join(USERS)
        .on(USERS.ID.eq(AUTH_SESSIONS.USER_ID));
  }

  /** Builds the statement; for Citus, the time that conditions of values use is not among them. */
  private static Query using(Parameters<Use> in) {
    Field<Instant> now = DatabaseClock.statement().as("now");
    Table<?> clock = select(now).asTable("clock");
    Condition kept = AUTH_SESSIONS.SEALED_PAIR_UNTIL.gt(columnOf(clock, now));
    return DSL.update(AUTH_SESSIONS)
        .set(AUTH_SESSIONS.LAST_USED_AT, DatabaseClock.now())
        .set(AUTH_SESSIONS.SEALED_PAIR, when(kept, AUTH_SESSIONS.SEALED_PAIR))
        .set(AUTH_SESSIONS.SEALED_PAIR_UNTIL, when(kept, AUTH_SESSIONS.SEALED_PAIR_UNTIL))
        .set(audit(in, Use::actor))
        .from(clock)
        .where(AUTH_SESSIONS.ID.eq(in.value(AUTH_SESSIONS.ID, use -> use.session.id())))
        .and(
            AUTH_SESSIONS.LAST_USED_AT.eq(
                in.value(AUTH_SESSIONS.LAST_USED_AT, use -> use.session.lastUsedAt())))
        .and(AUTH_SESSIONS.REVOKED_AT.isNull())
        .returning(AuthSessionTable.TABLE.fields());
  }

  /** Returns the audit columns to set in an UPDATE of a session. */
  static <P> Map<Field<?>, Object> audit(
      Parameters<P> in, Function<? super P, @Nullable ActorId> actor) {
    return AuditUpdate.of(in, AUTH_SESSIONS.MTIME, AUTH_SESSIONS.MID, actor);
  }
}
