package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;

import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Query;

/** Revokes sessions and then, while holding their locks, all of their tokens. */
final class Revocations {

  private enum Key {
    ONE,
    OF_USER,
    TOKENS
  }

  private static final Codec<AuthSessionId> SESSION_ID = Codecs.of(AUTH_SESSIONS.ID);

  private final RepositoryContext context;

  Revocations(RepositoryContext context) {
    this.context = context;
  }

  /** Revokes one session; tells whether this call did. */
  boolean one(SqlExecutor tx, AuthSessionId id, String reason) {
    return end(tx, shape(Key.ONE, SignInStatements::revokeOne), reason, id) == 1;
  }

  /** Revokes all sessions of a user; returns how many this call revoked. */
  int ofUser(SqlExecutor tx, UserId userId, String reason) {
    return end(tx, shape(Key.OF_USER, SignInStatements::revokeOfUser), reason, userId);
  }

  private int end(SqlExecutor tx, SqlShape sessions, String reason, Object sessionOrUser) {
    List<AuthSessionId> ids =
        tx.list(
            "auth_sessions.end",
            sessions,
            row -> Objects.requireNonNull(row.read(SESSION_ID, 1)),
            reason,
            context.actor(),
            sessionOrUser);
    if (!ids.isEmpty()) {
      tx.update("refresh_tokens.revoke", shape(Key.TOKENS, SignInStatements::revokeTokens), ids);
    }
    return ids.size();
  }

  private SqlShape shape(Key key, Function<Params, Query> statement) {
    return context.shapes().get(key, statement);
  }
}
