package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;
import static io.zkpersona.storage.internal.tables.tables.RefreshTokens.REFRESH_TOKENS;
import static org.jooq.impl.DSL.castNull;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.List;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Revokes sessions and then, while holding their locks, all of their tokens. The tokens are a part
 * of their own, so that it sees those that a refresh issued while the first part waited for it.
 */
final class Revocations {

  private static final String REUSED = "a refresh token was used twice";

  /** The end of a session, or of all sessions of a user. */
  private record End<T>(T of, String reason, @Nullable ActorId actor) {}

  /** The end of the session whose token was used twice. */
  private record Reuse(RefreshTokenId token, End<AuthSessionId> end) {}

  private static final Statement<End<AuthSessionId>, Void> ONE =
      ending(AUTH_SESSIONS.ID).concerning(SessionStatements.OWNER, End::of);
  private static final Statement<End<UserId>, Void> OF_USER =
      ending(AUTH_SESSIONS.USER_ID).concerning(End::of);

  private static final Statement<Reuse, Void> REUSE =
      Statement.<Reuse, Void>inParts(
              "refresh_tokens.reuse",
              (in, out) -> {
                Parameters<End<AuthSessionId>> end = in.of(Reuse::end);
                return List.of(
                    endingSessions(end, AUTH_SESSIONS.ID),
                    revokingTokens(end, AUTH_SESSIONS.ID),
                    DSL.update(REFRESH_TOKENS)
                        .set(REFRESH_TOKENS.REUSED_AT, DatabaseClock.now())
                        .where(REFRESH_TOKENS.ID.eq(in.value(REFRESH_TOKENS.ID, Reuse::token)))
                        .and(REFRESH_TOKENS.REUSED_AT.isNull()));
              })
          .concerning(SessionStatements.OWNER, reuse -> reuse.end().of());

  private final RepositoryContext context;

  Revocations(RepositoryContext context) {
    this.context = context;
  }

  private static <T> Statement<End<T>, Void> ending(Field<T> of) {
    return Statement.inParts(
        "auth_sessions.revoke",
        (in, out) -> List.of(endingSessions(in, of), revokingTokens(in, of)));
  }

  private static <T> Query endingSessions(Parameters<End<T>> in, Field<T> of) {
    return DSL.update(AUTH_SESSIONS)
        .set(AUTH_SESSIONS.REVOKED_AT, DatabaseClock.now())
        .set(AUTH_SESSIONS.REVOKE_REASON, in.value(AUTH_SESSIONS.REVOKE_REASON, End::reason))
        .set(AUTH_SESSIONS.SEALED_PAIR, castNull(AUTH_SESSIONS.SEALED_PAIR))
        .set(AUTH_SESSIONS.SEALED_PAIR_UNTIL, castNull(AUTH_SESSIONS.SEALED_PAIR_UNTIL))
        .set(SessionStatements.audit(in, End::actor))
        .where(of.eq(in.value(of, End::of)))
        .and(AUTH_SESSIONS.REVOKED_AT.isNull());
  }

  /**
   * Revokes the tokens of the sessions that the transaction has revoked. Skips expired tokens,
   * which need no revocation and may be in deletion.
   */
  private static <T> Query revokingTokens(Parameters<End<T>> in, Field<T> of) {
    return DSL.update(REFRESH_TOKENS)
        .set(REFRESH_TOKENS.REVOKED_AT, DatabaseClock.now())
        .from(AUTH_SESSIONS)
        .where(of.eq(in.value(of, End::of)))
        .and(AUTH_SESSIONS.REVOKED_AT.eq(DatabaseClock.now()))
        .and(REFRESH_TOKENS.AUTH_SESSION_ID.eq(AUTH_SESSIONS.ID))
        .and(REFRESH_TOKENS.REVOKED_AT.isNull())
        .and(REFRESH_TOKENS.EXPIRES_AT.gt(DatabaseClock.now()));
  }

  /** Revokes one session; tells whether this call did. */
  boolean one(AuthSessionId id, String reason) {
    return end(ONE, id, reason) == 1;
  }

  /** Revokes all sessions of a user; returns how many this call revoked. */
  int ofUser(UserId userId, String reason) {
    return end(OF_USER, userId, reason);
  }

  private <T> int end(Statement<End<T>, Void> statement, T of, String reason) {
    return executor().updates(statement, new End<>(of, reason, context.actor())).get(0);
  }

  /** Revokes the session of a token that was used twice, and records the second use. */
  void reused(RefreshTokenId token, AuthSessionId session) {
    executor().updates(REUSE, new Reuse(token, new End<>(session, REUSED, context.actor())));
  }

  private SqlExecutor executor() {
    return context.executor();
  }
}
