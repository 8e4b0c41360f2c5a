package io.zkpersona.benchmarks.candidate.ordinary;

import io.zkpersona.benchmarks.candidate.raw.Jdbc;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.ScoreRows;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Inputs: scored, changed, created and counted. */
final class OrdinaryInputs {

  private static final String LATER =
      "mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond')";
  private static final String LOCK =
      "SELECT user_id FROM behavior_inputs WHERE id = ? FOR NO KEY UPDATE";
  private static final String SCORE =
      "INSERT INTO scoring_results ("
          + ScoreRows.INSERTED
          + ") VALUES ("
          + ScoreRows.PARAMETERS
          + ", ?, ?) RETURNING user_id, ctime, mtime";
  private static final String MARK =
      "UPDATE behavior_inputs SET processed = true, dead_letter = false, mid = NULL, "
          + LATER
          + " WHERE id = ? AND NOT processed";
  private static final String FORGET =
      "DELETE FROM behavior_input_claims WHERE behavior_input_id = ?";
  private static final String FIND =
      "SELECT " + InputRows.COLUMNS + " FROM behavior_inputs WHERE id = ? FOR NO KEY UPDATE";
  private static final String UPDATE =
      "UPDATE behavior_inputs SET user_id = ?, behavior_session_id = ?, session_id = ?,"
          + " input_data = ?, input_type = ?, source = ?, \"timestamp\" = ?, processed = ?,"
          + " mid = ?, "
          + LATER
          + " WHERE id = ? RETURNING "
          + InputRows.COLUMNS;
  private static final String INSERT =
      "INSERT INTO behavior_inputs ("
          + InputRows.INSERTED
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String TIMES =
      "SELECT id, ctime, mtime FROM behavior_inputs WHERE id = ANY (?)";
  private static final String TOTALS =
      "SELECT count(*), count(*) FILTER (WHERE processed),"
          + " count(DISTINCT coalesce(behavior_session_id::varchar, session_id)),"
          + " min(\"timestamp\"), max(\"timestamp\") FROM behavior_inputs WHERE user_id = ?";

  private OrdinaryInputs() {}

  /** The user of an input. */
  private record Owner(@Nullable UUID user) {}

  static ScoringResult score(Connection connection, CreateScoringResultRequest request)
      throws SQLException {
    UUID input = request.behaviorInputId().value();
    UUID given = InputRows.uuid(request.userId());
    UUID known =
        Jdbc.query(
                connection,
                LOCK,
                statement -> InputRows.bindId(statement, 1, input),
                result -> Jdbc.only(result, row -> new Owner(row.getObject(1, UUID.class))))
            .user();
    if (known != null && given != null && !known.equals(given)) {
      throw Jdbc.refused();
    }
    ScoringResultId id = ScoringResultId.generate();
    ScoringResult scored =
        Jdbc.query(
            connection,
            SCORE,
            statement -> {
              int at = ScoreRows.bind(statement, 1, id, request);
              InputRows.bindId(statement, at++, input);
              InputRows.bindId(statement, at, known == null ? given : known);
            },
            result -> Jdbc.only(result, row -> ScoreRows.read(row, id, request)));
    Jdbc.update(connection, MARK, statement -> InputRows.bindId(statement, 1, input));
    Jdbc.update(connection, FORGET, statement -> InputRows.bindId(statement, 1, input));
    return scored;
  }

  static BehaviorInput update(
      Connection connection, BehaviorInputId id, UnaryOperator<BehaviorInput> change)
      throws SQLException {
    BehaviorInput changed =
        change.apply(
            Jdbc.query(
                connection,
                FIND,
                statement -> InputRows.bindId(statement, 1, id.value()),
                result -> Jdbc.only(result, InputRows::read)));
    return Jdbc.query(
        connection,
        UPDATE,
        statement -> bindUpdate(statement, changed),
        result -> Jdbc.only(result, InputRows::read));
  }

  private static void bindUpdate(PreparedStatement statement, BehaviorInput row)
      throws SQLException {
    InputRows.bindId(statement, 1, InputRows.uuid(row.userId()));
    InputRows.bindId(statement, 2, InputRows.uuid(row.behaviorSessionId()));
    statement.setString(3, row.sessionId() == null ? null : row.sessionId().value());
    statement.setObject(4, row.inputData().text(), Types.OTHER);
    statement.setString(5, row.inputType().value());
    statement.setString(6, row.source().value());
    InputRows.bindInstant(statement, 7, row.timestamp());
    statement.setBoolean(8, row.processed());
    InputRows.bindId(statement, 9, InputRows.uuid(row.audit().modifiedBy()));
    InputRows.bindId(statement, 10, row.id().value());
  }

  /** Inserts in one batch, which the driver rewrites, then reads the times. */
  static List<BehaviorInput> createAll(
      Connection connection, List<CreateBehaviorInputRequest> requests) throws SQLException {
    List<BehaviorInput> given =
        requests.stream().map(request -> request.toEntity(BehaviorInputId.generate())).toList();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (BehaviorInput input : given) {
        InputRows.bind(statement, input);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    Map<UUID, AuditStamp> stamps = new HashMap<>();
    Jdbc.query(
            connection,
            TIMES,
            statement ->
                statement.setArray(
                    1, Jdbc.array(connection, "uuid", given, input -> input.id().value())),
            result ->
                Jdbc.all(
                    result,
                    row -> Map.entry(row.getObject(1, UUID.class), InputRows.times(row, 2))))
        .forEach(found -> stamps.put(found.getKey(), found.getValue()));
    return given.stream()
        .map(input -> input.withAudit(Objects.requireNonNull(stamps.get(input.id().value()))))
        .toList();
  }

  static BehaviorAnalyticsSummary analytics(Connection connection, UserId user)
      throws SQLException {
    Map<InputType, Long> byType = new EnumMap<>(InputType.class);
    counts(connection, "input_type", user, byType, InputType::fromValue);
    Map<BehaviorSource, Long> bySource = new EnumMap<>(BehaviorSource.class);
    counts(connection, "source", user, bySource, BehaviorSource::fromValue);
    return Jdbc.query(
        connection,
        TOTALS,
        statement -> InputRows.bindId(statement, 1, user.value()),
        result ->
            Jdbc.only(
                result,
                row ->
                    new BehaviorAnalyticsSummary(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        byType,
                        bySource,
                        InputRows.instant(row, 4),
                        InputRows.instant(row, 5))));
  }

  private static <K> void counts(
      Connection connection,
      String column,
      UserId user,
      Map<K, Long> counts,
      Function<String, K> key)
      throws SQLException {
    Jdbc.query(
            connection,
            "SELECT "
                + column
                + ", count(*) FROM behavior_inputs WHERE user_id = ? GROUP BY "
                + column,
            statement -> InputRows.bindId(statement, 1, user.value()),
            result ->
                Jdbc.all(result, row -> Map.entry(key.apply(row.getString(1)), row.getLong(2))))
        .forEach(counted -> counts.put(counted.getKey(), counted.getValue()));
  }
}
