package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.UUID;

/** Scores as they are stored. */
public final class ScoreRows {

  /** The columns set on insert, in the order of {@link #bind}; the input and its user follow. */
  public static final String INSERTED =
      "id, score, model_version, \"timestamp\", confidence_level, metadata,"
          + " behavior_input_id, user_id";

  /** The parameters of these columns, with their types, without the input and its user. */
  public static final String PARAMETERS =
      "?::uuid, ?::numeric, ?, ?::timestamptz, ?::numeric, ?::jsonb";

  private ScoreRows() {}

  /** Binds the values of {@link #PARAMETERS}, starting at a position; returns the next one. */
  public static int bind(
      PreparedStatement statement, int first, ScoringResultId id, CreateScoringResultRequest given)
      throws SQLException {
    int at = first;
    InputRows.bindId(statement, at++, id.value());
    statement.setBigDecimal(at++, given.score());
    statement.setString(at++, given.modelVersion());
    InputRows.bindInstant(statement, at++, given.timestamp());
    statement.setBigDecimal(at++, given.confidenceLevel());
    statement.setObject(
        at++, given.metadata() == null ? null : given.metadata().text(), Types.OTHER);
    return at;
  }

  /** Returns the stored score of a request, given its user_id, ctime and mtime. */
  public static ScoringResult read(
      ResultSet row, ScoringResultId id, CreateScoringResultRequest given) throws SQLException {
    UUID user = row.getObject(1, UUID.class);
    return given
        .toEntity(id)
        .withUserId(user == null ? null : new UserId(user))
        .withAudit(InputRows.times(row, 2));
  }
}
