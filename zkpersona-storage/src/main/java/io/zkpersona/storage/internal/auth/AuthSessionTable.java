package io.zkpersona.storage.internal.auth;

import static io.zkpersona.storage.internal.tables.tables.AuthSessions.AUTH_SESSIONS;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code auth_sessions} to record components. */
final class AuthSessionTable {

  static final EntityTable<AuthSession, AuthSessionId> TABLE =
      EntityTable.of(
          AUTH_SESSIONS,
          (t, columns) -> {
            var id = columns.key(t.ID);
            var userId = columns.column(t.USER_ID, AuthSession::userId);
            var tokenHash = columns.column(t.TOKEN_HASH, AuthSession::tokenHash);
            var issuedAt = columns.column(t.ISSUED_AT, AuthSession::issuedAt);
            var lastUsedAt = columns.column(t.LAST_USED_AT, AuthSession::lastUsedAt);
            var expiresAt = columns.column(t.EXPIRES_AT, AuthSession::expiresAt);
            var revokedAt = columns.column(t.REVOKED_AT, AuthSession::revokedAt);
            var revokeReason = columns.column(t.REVOKE_REASON, AuthSession::revokeReason);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, AuthSession::withAudit);
            columns.lifecycle(tokenHash, lastUsedAt, expiresAt, revokedAt, revokeReason);
            columns.sortable("issuedAt", issuedAt);
            columns.sortable("expiresAt", expiresAt);
            return row ->
                new AuthSession(
                    row.get(id),
                    row.get(userId),
                    row.get(tokenHash),
                    row.get(issuedAt),
                    row.get(lastUsedAt),
                    row.get(expiresAt),
                    row.getNullable(revokedAt),
                    row.getNullable(revokeReason),
                    audit.read(row));
          });

  private AuthSessionTable() {}
}
