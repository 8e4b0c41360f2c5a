package io.zkpersona.benchmarks.candidate.ordinary;

import io.zkpersona.benchmarks.candidate.raw.Jdbc;
import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.benchmarks.data.ReputationRows;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.TrendPoint;
import io.zkpersona.domain.reputation.UserReputationSummary;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reputation records and their summary. */
final class OrdinaryRecords {

  private static final String CHAIN =
      "user_id = ? AND scoring_category = ? AND scoring_period = ? AND status = 'active'";
  private static final String LOCK = "SELECT id FROM users WHERE id = ? FOR NO KEY UPDATE";
  private static final String LATEST =
      "SELECT id, reputation_score, effective_until,"
          + " greatest(statement_timestamp(), effective_from + interval '1 microsecond')"
          + " FROM reputation_records WHERE "
          + CHAIN
          + " AND effective_from <= statement_timestamp() ORDER BY effective_from DESC LIMIT 1";
  private static final String END =
      "UPDATE reputation_records SET effective_until = ?, mid = NULL,"
          + " mtime = greatest(clock_timestamp(), mtime + interval '1 microsecond') WHERE id = ?";
  private static final String INSERT =
      "INSERT INTO reputation_records ("
          + ReputationRows.INSERTED
          + ", previous_score, score_change, effective_from, effective_until) SELECT "
          + ReputationRows.PARAMETERS
          + ", ?::numeric, ?::numeric, began, (SELECT min(effective_from) FROM reputation_records"
          + " WHERE "
          + CHAIN
          + " AND effective_from > began)"
          + " FROM (SELECT coalesce(?, statement_timestamp()) AS began) AS placed RETURNING "
          + ReputationRows.PLACED;

  private static final String PROOFS =
      "SELECT count(*), count(*) FILTER (WHERE verification_status = 'verified') FROM zk_proofs"
          + " WHERE user_id = ?";
  private static final String BEGUN =
      " FROM reputation_records WHERE user_id = ? AND scoring_period = 'current'"
          + " AND status = 'active' AND effective_from <= statement_timestamp()";
  private static final String IN_FORCE =
      "SELECT scoring_category, reputation_score, reputation_badges, effective_from"
          + BEGUN
          + " AND (effective_until IS NULL OR effective_until > statement_timestamp())";
  private static final String TREND =
      "SELECT effective_from, reputation_score, scoring_category"
          + BEGUN
          + " ORDER BY effective_from DESC, id DESC LIMIT 100";

  private OrdinaryRecords() {}

  private record Latest(
      UUID id, BigDecimal score, @Nullable OffsetDateTime until, OffsetDateTime start) {}

  private record InForce(ScoringCategory category, BigDecimal score, Json badges, Instant from) {}

  static ReputationRecord record(Connection connection, RecordReputationRequest request)
      throws SQLException {
    lock(connection, request.userId());
    Optional<Latest> before =
        Jdbc.query(
            connection,
            LATEST,
            statement -> ReputationRows.bindChain(statement, 1, request),
            result -> Jdbc.first(result, OrdinaryRecords::latest));
    if (before.isPresent()) {
      end(connection, before.get());
    }
    BigDecimal previous = before.map(Latest::score).orElse(null);
    ReputationRecordId id = ReputationRecordId.generate();
    return Jdbc.query(
        connection,
        INSERT,
        statement -> {
          int at = ReputationRows.bind(statement, 1, id, request);
          statement.setBigDecimal(at++, previous);
          statement.setBigDecimal(
              at++, previous == null ? null : request.reputationScore().subtract(previous));
          at = ReputationRows.bindChain(statement, at, request);
          statement.setObject(
              at, before.map(Latest::start).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE);
        },
        result -> Jdbc.only(result, row -> ReputationRows.read(row, id, request)));
  }

  private static void lock(Connection connection, UserId user) throws SQLException {
    Jdbc.query(
        connection,
        LOCK,
        statement -> InputRows.bindId(statement, 1, user.value()),
        result -> Jdbc.only(result, row -> true));
  }

  private static Latest latest(ResultSet row) throws SQLException {
    return new Latest(
        row.getObject(1, UUID.class),
        row.getBigDecimal(2),
        row.getObject(3, OffsetDateTime.class),
        row.getObject(4, OffsetDateTime.class));
  }

  /** Ends a record unless it has ended. */
  private static void end(Connection connection, Latest latest) throws SQLException {
    if (latest.until == null || latest.until.isAfter(latest.start)) {
      Jdbc.update(
          connection,
          END,
          statement -> {
            statement.setObject(1, latest.start);
            InputRows.bindId(statement, 2, latest.id);
          });
    }
  }

  static UserReputationSummary summary(Connection connection, UserId user) throws SQLException {
    Jdbc.Binder binder = statement -> InputRows.bindId(statement, 1, user.value());
    List<InForce> inForce =
        Jdbc.query(
            connection,
            IN_FORCE,
            binder,
            result ->
                Jdbc.all(
                    result,
                    row ->
                        new InForce(
                            ScoringCategory.fromValue(row.getString(1)),
                            row.getBigDecimal(2),
                            InputRows.json(row.getString(3)),
                            InputRows.instant(row, 4))));
    List<TrendPoint> trend =
        new ArrayList<>(
            Jdbc.query(
                connection,
                TREND,
                binder,
                result ->
                    Jdbc.all(
                        result,
                        row ->
                            new TrendPoint(
                                InputRows.instant(row, 1),
                                row.getBigDecimal(2),
                                ScoringCategory.fromValue(row.getString(3))))));
    trend.sort(Comparator.comparing(TrendPoint::date).thenComparing(TrendPoint::category));
    Map<ScoringCategory, BigDecimal> scores = new EnumMap<>(ScoringCategory.class);
    Set<Json> badges = new LinkedHashSet<>();
    inForce.stream()
        .sorted(Comparator.comparing(InForce::category))
        .forEach(
            record -> {
              scores.put(record.category, record.score);
              badges.addAll(record.badges.elements());
            });
    return Jdbc.query(
        connection,
        PROOFS,
        binder,
        result ->
            Jdbc.only(
                result,
                row ->
                    new UserReputationSummary(
                        user,
                        scores.get(ScoringCategory.OVERALL),
                        scores,
                        row.getLong(1),
                        row.getLong(2),
                        trend,
                        List.copyOf(badges),
                        inForce.stream()
                            .map(InForce::from)
                            .max(Comparator.naturalOrder())
                            .orElse(null))));
  }
}
