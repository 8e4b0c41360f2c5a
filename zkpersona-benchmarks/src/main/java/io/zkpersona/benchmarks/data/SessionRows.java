package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Sign-in sessions as they are stored. */
public final class SessionRows {

  /** The columns, in the order that {@link #read} expects. */
  public static final String COLUMNS =
      "s.id, s.user_id, s.token_hash, s.issued_at, s.last_used_at, s.expires_at, s.revoked_at,"
          + " s.revoke_reason, s.cid, s.ctime, s.mid, s.mtime";

  private SessionRows() {}

  /** Reads the current row of a result. */
  public static AuthSession read(ResultSet row) throws SQLException {
    OffsetDateTime revoked = row.getObject(7, OffsetDateTime.class);
    return new AuthSession(
        new AuthSessionId(row.getObject(1, UUID.class)),
        new UserId(row.getObject(2, UUID.class)),
        TokenHash.of(row.getBytes(3)),
        InputRows.instant(row, 4),
        InputRows.instant(row, 5),
        InputRows.instant(row, 6),
        revoked == null ? null : revoked.toInstant(),
        row.getString(8),
        InputRows.audit(row, 9));
  }
}
