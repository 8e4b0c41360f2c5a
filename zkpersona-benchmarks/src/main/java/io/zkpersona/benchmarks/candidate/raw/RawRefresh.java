package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.SealedTokens;
import io.zkpersona.benchmarks.data.SessionRows;
import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.storage.repository.SignIn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Exchanges a refresh token in plain JDBC, with one round trip: locks the session, as whoever
 * revokes it does, then exchanges the token if that is allowed.
 */
final class RawRefresh {

  private static final String LATER = " + ?::bigint * interval '1 microsecond'";
  private static final String REFRESH =
      "SELECT s.id FROM auth_sessions AS s JOIN refresh_tokens AS r ON r.auth_session_id = s.id"
          + " WHERE r.token_hash = ? FOR UPDATE OF s;"
          + " WITH rotated AS (UPDATE refresh_tokens AS r SET rotated_at = now()"
          + " FROM auth_sessions AS s, users AS u WHERE r.token_hash = ?"
          + " AND s.id = r.auth_session_id AND u.id = r.user_id AND r.rotated_at IS NULL"
          + " AND r.expires_at > now() AND s.revoked_at IS NULL AND u.status = 'active'"
          + " RETURNING r.id, r.user_id, r.auth_session_id),"
          + " issued AS (INSERT INTO refresh_tokens"
          + " (id, token_hash, expires_at, user_id, auth_session_id, rotated_from_id)"
          + " SELECT ?::uuid, ?::bytea, now()"
          + LATER
          + ", user_id, auth_session_id, id FROM rotated)"
          + " UPDATE auth_sessions AS s SET token_hash = ?, expires_at = now()"
          + LATER
          + ", sealed_pair = ?, sealed_pair_until = least(statement_timestamp()"
          + LATER
          + ", now()"
          + LATER
          + "), last_used_at = now(), mid = NULL,"
          + " mtime = greatest(clock_timestamp(), s.mtime + interval '1 microsecond')"
          + " FROM rotated WHERE s.id = rotated.auth_session_id RETURNING "
          + SessionRows.COLUMNS;

  private RawRefresh() {}

  static SignedIn refresh(Connection connection, RefreshToken token, SessionLifetimes lifetimes)
      throws SQLException {
    AccessToken access = AccessToken.generate();
    RefreshToken refresh = RefreshToken.generate();
    byte[] sealed = SealedTokens.seal(token, access, refresh);
    AuthSession session =
        Jdbc.second(
            connection,
            REFRESH,
            statement -> {
              statement.setBytes(1, token.hash().bytes());
              statement.setBytes(2, token.hash().bytes());
              InputRows.bindId(statement, 3, RefreshTokenId.generate().value());
              statement.setBytes(4, refresh.hash().bytes());
              statement.setLong(5, micros(lifetimes.refresh()));
              statement.setBytes(6, access.hash().bytes());
              statement.setLong(7, micros(lifetimes.access()));
              statement.setBytes(8, sealed);
              statement.setLong(9, micros(SignIn.DEFAULT_REFRESH_GRACE));
              statement.setLong(10, micros(lifetimes.refresh()));
            },
            result -> Jdbc.first(result, SessionRows::read).orElseThrow(Jdbc::refused));
    return new SignedIn(session, access, refresh);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
