package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.ScoreRows;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** Scores an input in plain JDBC, with one statement that also marks it as processed. */
final class RawScores {

  private static final String FITS = "(user_id IS NULL OR ?::uuid IS NULL OR user_id = ?)";

  /** Locks an input without an update only if it is processed already. */
  private static final String SCORE =
      "WITH marked AS (UPDATE behavior_inputs SET processed = true, dead_letter = false,"
          + " mid = NULL, mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')"
          + " WHERE id = ? AND NOT processed AND "
          + FITS
          + " RETURNING id, user_id), forgotten AS (DELETE FROM behavior_input_claims USING marked"
          + " WHERE behavior_input_id = marked.id),"
          + " done AS (SELECT id, user_id FROM behavior_inputs WHERE id = ? AND processed AND "
          + FITS
          + " FOR NO KEY UPDATE), input AS (TABLE marked UNION ALL TABLE done)"
          + " INSERT INTO scoring_results ("
          + ScoreRows.INSERTED
          + ") SELECT "
          + ScoreRows.PARAMETERS
          + ", id, coalesce(user_id, ?) FROM input RETURNING user_id, ctime, mtime";

  private RawScores() {}

  static ScoringResult score(Connection connection, CreateScoringResultRequest request)
      throws SQLException {
    // If somebody else marks the input at the same time, neither part of the first call finds it.
    Optional<ScoringResult> scored = attempt(connection, request);
    return (scored.isPresent() ? scored : attempt(connection, request)).orElseThrow(Jdbc::refused);
  }

  private static Optional<ScoringResult> attempt(
      Connection connection, CreateScoringResultRequest request) throws SQLException {
    ScoringResultId id = ScoringResultId.generate();
    return Jdbc.query(
        connection,
        SCORE,
        statement -> {
          int at = bindInput(statement, 1, request);
          at = bindInput(statement, at, request);
          at = ScoreRows.bind(statement, at, id, request);
          InputRows.bindId(statement, at, InputRows.uuid(request.userId()));
        },
        result -> Jdbc.first(result, row -> ScoreRows.read(row, id, request)));
  }

  private static int bindInput(
      PreparedStatement statement, int first, CreateScoringResultRequest request)
      throws SQLException {
    InputRows.bindId(statement, first, request.behaviorInputId().value());
    InputRows.bindId(statement, first + 1, InputRows.uuid(request.userId()));
    InputRows.bindId(statement, first + 2, InputRows.uuid(request.userId()));
    return first + 3;
  }
}
