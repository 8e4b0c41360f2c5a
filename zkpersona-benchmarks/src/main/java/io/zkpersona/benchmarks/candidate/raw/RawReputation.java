package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Records public overall scores in plain JDBC, with two statements per chunk: one ends the current
 * records, one inserts the rows. Supports only one writer at a time, because it locks no user, and
 * only users without scheduled records.
 */
public final class RawReputation {

  private static final String END =
      "UPDATE reputation_records SET effective_until = now(), mtime = now()"
          + " WHERE user_id = ANY (?) AND scoring_category = 'overall'"
          + " AND scoring_period = 'current' AND status = 'active' AND effective_until IS NULL"
          + " RETURNING user_id, reputation_score";
  private static final String INSERT =
      "INSERT INTO reputation_records (id, user_id, reputation_score, previous_score, score_change,"
          + " effective_from, effective_until, is_public)"
          + " SELECT id, user_id, score, before, score - before,"
          + " now() + place * interval '1 microsecond',"
          + " CASE WHEN NOT last THEN now() + (place + 1) * interval '1 microsecond' END, true"
          + " FROM unnest(?, ?, ?, ?, ?, ?) AS given (id, user_id, score, before, place, last)";

  private final Jdbc jdbc;

  /** A row, with its position among its user's rows in the chunk. */
  private record Placed(UUID user, BigDecimal score, @Nullable BigDecimal before, int place) {}

  /** Creates the candidate on the caller's pool. */
  public RawReputation(DataSource pool) {
    this.jdbc = new Jdbc(pool);
  }

  /** Records scores in order and commits each chunk; returns the number recorded. */
  public int record(Iterator<RecordReputationRequest> requests, int chunkRows) {
    int recorded = 0;
    while (requests.hasNext()) {
      List<RecordReputationRequest> chunk = Jdbc.next(requests, chunkRows);
      recorded += jdbc.transaction(connection -> record(connection, chunk));
    }
    return recorded;
  }

  private static int record(Connection connection, List<RecordReputationRequest> requests)
      throws SQLException {
    Map<UUID, BigDecimal> scores = end(connection, requests);
    Map<UUID, Integer> counts = new HashMap<>();
    List<Placed> rows = new ArrayList<>(requests.size());
    for (RecordReputationRequest request : requests) {
      UUID user = request.userId().value();
      BigDecimal score = request.reputationScore();
      int place = counts.merge(user, 1, Integer::sum) - 1;
      rows.add(new Placed(user, score, scores.put(user, score), place));
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setArray(
          1, Jdbc.array(connection, "uuid", rows, row -> ReputationRecordId.generate().value()));
      statement.setArray(2, Jdbc.array(connection, "uuid", rows, Placed::user));
      statement.setArray(3, Jdbc.array(connection, "numeric", rows, Placed::score));
      statement.setArray(4, Jdbc.array(connection, "numeric", rows, Placed::before));
      statement.setArray(5, Jdbc.array(connection, "int4", rows, Placed::place));
      statement.setArray(
          6,
          Jdbc.array(
              connection,
              "bool",
              rows,
              row -> Objects.equals(counts.get(row.user()), row.place() + 1)));
      return statement.executeUpdate();
    }
  }

  /** Ends the current records; returns their scores. */
  private static Map<UUID, BigDecimal> end(
      Connection connection, List<RecordReputationRequest> requests) throws SQLException {
    Map<UUID, BigDecimal> scores = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      // Otherwise the server keeps the plan for an empty table.
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      statement.setArray(
          1, Jdbc.array(connection, "uuid", requests, request -> request.userId().value()));
      try (ResultSet ended = statement.executeQuery()) {
        while (ended.next()) {
          scores.put(ended.getObject(1, UUID.class), ended.getBigDecimal(2));
        }
      }
    }
    return scores;
  }
}
