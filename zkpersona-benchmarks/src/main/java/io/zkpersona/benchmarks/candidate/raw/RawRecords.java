package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.ReputationRows;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Records one reputation in plain JDBC, with one round trip: locks the user, then replaces the
 * record in force with a statement that sees the records of previous lock holders.
 */
final class RawRecords {

  private static final String CHAIN =
      "user_id = ? AND scoring_category = ? AND scoring_period = ? AND status = 'active'";
  private static final String RECORD =
      "SELECT id FROM users WHERE id = ? FOR NO KEY UPDATE;"
          + " WITH moment AS (SELECT clock_timestamp() AS clock),"
          + " before AS (SELECT id, reputation_score, greatest((SELECT clock FROM moment),"
          + " effective_from + interval '1 microsecond') AS start FROM reputation_records WHERE "
          + CHAIN
          + " AND effective_from <= (SELECT clock FROM moment)"
          + " ORDER BY effective_from DESC LIMIT 1),"
          + " closed AS (UPDATE reputation_records AS r SET effective_until = before.start,"
          + " mid = NULL, mtime = greatest(clock_timestamp(), r.mtime + interval '1 microsecond')"
          + " FROM before WHERE r.id = before.id"
          + " AND (r.effective_until IS NULL OR r.effective_until > before.start) RETURNING r.id)"
          + " INSERT INTO reputation_records ("
          + ReputationRows.INSERTED
          + ", previous_score, score_change, effective_from, effective_until) SELECT "
          + ReputationRows.PARAMETERS
          + ", before.reputation_score, ?::numeric - before.reputation_score,"
          + " coalesce(before.start, moment.clock),"
          + " (SELECT min(effective_from) FROM reputation_records WHERE "
          + CHAIN
          + " AND effective_from > coalesce(before.start, moment.clock))"
          // Reading the ended record makes the insert run after it ended.
          + " FROM moment LEFT JOIN before ON true LEFT JOIN closed ON closed.id = before.id"
          + " RETURNING "
          + ReputationRows.PLACED;

  private RawRecords() {}

  static ReputationRecord record(Connection connection, RecordReputationRequest request)
      throws SQLException {
    ReputationRecordId id = ReputationRecordId.generate();
    return Jdbc.second(
        connection,
        RECORD,
        statement -> {
          InputRows.bindId(statement, 1, request.userId().value());
          int at = ReputationRows.bindChain(statement, 2, request);
          at = ReputationRows.bind(statement, at, id, request);
          statement.setBigDecimal(at++, request.reputationScore());
          ReputationRows.bindChain(statement, at, request);
        },
        result -> Jdbc.only(result, row -> ReputationRows.read(row, id, request)));
  }
}
