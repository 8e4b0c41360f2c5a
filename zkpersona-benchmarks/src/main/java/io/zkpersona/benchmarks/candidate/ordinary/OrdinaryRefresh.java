package io.zkpersona.benchmarks.candidate.ordinary;

import io.zkpersona.benchmarks.candidate.raw.Jdbc;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.SealedTokens;
import io.zkpersona.benchmarks.data.SessionRows;
import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.id.RefreshTokenId;
import io.zkpersona.storage.repository.SignIn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Exchanges a refresh token: locks the session, checks the token, then writes three rows. */
final class OrdinaryRefresh {

  private static final String FIND =
      "SELECT r.id, r.user_id, s.id, r.expires_at, s.revoked_at, u.status, now()"
          + " FROM refresh_tokens AS r JOIN auth_sessions AS s ON s.id = r.auth_session_id"
          + " JOIN users AS u ON u.id = r.user_id WHERE r.token_hash = ? FOR UPDATE OF s";
  private static final String ROTATE =
      "UPDATE refresh_tokens SET rotated_at = now() WHERE id = ? AND rotated_at IS NULL";
  private static final String ISSUE =
      "INSERT INTO refresh_tokens"
          + " (id, user_id, auth_session_id, rotated_from_id, token_hash, expires_at)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE auth_sessions AS s SET token_hash = ?, expires_at = ?, sealed_pair = ?,"
          + " sealed_pair_until = least(statement_timestamp() + ?::bigint * interval '1 second',"
          + " ?), last_used_at = now(), mid = NULL,"
          + " mtime = greatest(clock_timestamp(), s.mtime + interval '1 microsecond')"
          + " WHERE id = ? RETURNING "
          + SessionRows.COLUMNS;

  private OrdinaryRefresh() {}

  private record Found(
      UUID id,
      UUID user,
      UUID session,
      OffsetDateTime expiresAt,
      @Nullable OffsetDateTime revokedAt,
      String status,
      OffsetDateTime now) {

    private static Found read(ResultSet row) throws SQLException {
      return new Found(
          row.getObject(1, UUID.class),
          row.getObject(2, UUID.class),
          row.getObject(3, UUID.class),
          row.getObject(4, OffsetDateTime.class),
          row.getObject(5, OffsetDateTime.class),
          row.getString(6),
          row.getObject(7, OffsetDateTime.class));
    }

    private boolean isValid() {
      return revokedAt == null && expiresAt.isAfter(now) && status.equals("active");
    }
  }

  static SignedIn refresh(Connection connection, RefreshToken token, SessionLifetimes lifetimes)
      throws SQLException {
    Found found =
        Jdbc.query(
            connection,
            FIND,
            statement -> statement.setBytes(1, token.hash().bytes()),
            result -> Jdbc.only(result, Found::read));
    // The update, not the query, tells whether the token was exchanged while this waited.
    if (!found.isValid()
        || Jdbc.update(connection, ROTATE, statement -> InputRows.bindId(statement, 1, found.id))
            == 0) {
      throw Jdbc.refused();
    }
    AccessToken access = AccessToken.generate();
    RefreshToken refresh = RefreshToken.generate();
    OffsetDateTime expiry = found.now.plus(lifetimes.refresh());
    Jdbc.update(
        connection,
        ISSUE,
        statement -> {
          InputRows.bindId(statement, 1, RefreshTokenId.generate().value());
          InputRows.bindId(statement, 2, found.user);
          InputRows.bindId(statement, 3, found.session);
          InputRows.bindId(statement, 4, found.id);
          statement.setBytes(5, refresh.hash().bytes());
          statement.setObject(6, expiry);
        });
    return Jdbc.query(
        connection,
        UPDATE,
        statement -> {
          statement.setBytes(1, access.hash().bytes());
          statement.setObject(2, found.now.plus(lifetimes.access()));
          statement.setBytes(3, SealedTokens.seal(token, access, refresh));
          statement.setLong(4, SignIn.DEFAULT_REFRESH_GRACE.toSeconds());
          statement.setObject(5, expiry);
          InputRows.bindId(statement, 6, found.session);
        },
        result -> Jdbc.only(result, row -> new SignedIn(SessionRows.read(row), access, refresh)));
  }
}
