package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.behavior.BehaviorInput;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A work queue in plain JDBC, with leases and fencing tokens: one statement to claim and one to
 * complete, on the library's table of claims. Both lock the inputs first, to avoid deadlocks.
 */
final class RawClaims {

  private static final int TOKEN = 14;
  private static final String CLAIM =
      "WITH due AS (SELECT i.id FROM behavior_inputs AS i"
          + " LEFT JOIN behavior_input_claims AS c ON c.behavior_input_id = i.id"
          + " WHERE NOT i.processed AND NOT i.dead_letter"
          + " AND (c.available_at IS NULL OR c.available_at <= clock_timestamp())"
          + " ORDER BY i.\"timestamp\", i.id LIMIT ? FOR UPDATE OF i SKIP LOCKED),"
          + " held AS (INSERT INTO behavior_input_claims AS c"
          + " (behavior_input_id, attempts, leased_until, available_at)"
          + " SELECT id, 1, until.at, until.at FROM due,"
          + " (SELECT clock_timestamp() + interval '1 minute' AS at) AS until"
          + " ON CONFLICT (behavior_input_id) DO UPDATE SET fencing_token = DEFAULT,"
          + " attempts = c.attempts + 1, leased_until = excluded.leased_until,"
          + " available_at = excluded.available_at WHERE c.available_at <= clock_timestamp()"
          + " RETURNING behavior_input_id, fencing_token) SELECT "
          + InputRows.COLUMNS
          + ", fencing_token FROM behavior_inputs JOIN held ON behavior_input_id = id";
  private static final String COMPLETE =
      "WITH locked AS MATERIALIZED (SELECT i.id, given.token FROM behavior_inputs AS i"
          + " JOIN unnest(?, ?) AS given (id, token) ON i.id = given.id WHERE NOT i.processed"
          + " ORDER BY i.id FOR UPDATE OF i),"
          + " mine AS (DELETE FROM behavior_input_claims AS c USING locked"
          + " WHERE c.behavior_input_id = locked.id AND c.fencing_token = locked.token"
          + " RETURNING behavior_input_id)"
          + " UPDATE behavior_inputs SET processed = true,"
          + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
          + " FROM mine WHERE id = behavior_input_id";

  private RawClaims() {}

  static List<BehaviorInput> claimAndComplete(Connection connection, int limit)
      throws SQLException {
    List<BehaviorInput> rows = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    List<Long> tokens = new ArrayList<>();
    try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setObject(1, limit, Types.INTEGER);
      try (ResultSet result = claim.executeQuery()) {
        while (result.next()) {
          BehaviorInput row = InputRows.read(result);
          rows.add(row);
          ids.add(row.id().value());
          tokens.add(result.getLong(TOKEN));
        }
      }
    }
    try (PreparedStatement complete = connection.prepareStatement(COMPLETE)) {
      complete.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      complete.setArray(2, connection.createArrayOf("bigint", tokens.toArray()));
      if (complete.executeUpdate() != rows.size()) {
        throw new IllegalStateException("a claim was lost (expected: none expires)");
      }
    }
    return rows;
  }
}
