package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;

/** Reputation records as they are stored. */
public final class ReputationRows {

  /** The columns that a request determines, in the order of {@link #bind}. */
  public static final String INSERTED =
      "id, user_id, zk_proof_id, scoring_result_id, reputation_score, confidence_level,"
          + " scoring_category, scoring_period, weight, contributing_factors, reputation_badges,"
          + " peer_validations, calculation_method, is_verified, is_public";

  /** The parameters of these columns, with their types. */
  public static final String PARAMETERS =
      "?::uuid, ?::uuid, ?::uuid, ?::uuid, ?::numeric, ?::numeric, ?, ?, ?::numeric, ?::jsonb,"
          + " ?::jsonb, ?::integer, ?, ?::boolean, ?::boolean";

  /** The columns that the chain of records determines, in the order that {@link #read} expects. */
  public static final String PLACED =
      "previous_score, score_change, effective_from, effective_until, ctime, mtime";

  private ReputationRows() {}

  /** Binds the values of {@link #INSERTED}, starting at a position; returns the next one. */
  public static int bind(
      PreparedStatement statement, int first, ReputationRecordId id, RecordReputationRequest given)
      throws SQLException {
    int at = first;
    InputRows.bindId(statement, at++, id.value());
    InputRows.bindId(statement, at++, given.userId().value());
    InputRows.bindId(statement, at++, InputRows.uuid(given.zkProofId()));
    InputRows.bindId(statement, at++, InputRows.uuid(given.scoringResultId()));
    statement.setBigDecimal(at++, given.reputationScore());
    statement.setBigDecimal(at++, given.confidenceLevel());
    statement.setString(at++, given.scoringCategory().value());
    statement.setString(at++, given.scoringPeriod().value());
    statement.setBigDecimal(at++, given.weight());
    statement.setObject(at++, given.contributingFactors().text(), Types.OTHER);
    statement.setObject(at++, given.reputationBadges().text(), Types.OTHER);
    statement.setInt(at++, given.peerValidations());
    statement.setString(at++, given.calculationMethod());
    statement.setBoolean(at++, given.verified());
    statement.setBoolean(at++, given.isPublic());
    return at;
  }

  /** Binds the user, category and period of a chain, starting at a position; returns the next. */
  public static int bindChain(PreparedStatement statement, int first, RecordReputationRequest given)
      throws SQLException {
    InputRows.bindId(statement, first, given.userId().value());
    statement.setString(first + 1, given.scoringCategory().value());
    statement.setString(first + 2, given.scoringPeriod().value());
    return first + 3;
  }

  /** Returns the stored record of a request, given its row of {@link #PLACED} columns. */
  public static ReputationRecord read(
      ResultSet row, ReputationRecordId id, RecordReputationRequest given) throws SQLException {
    OffsetDateTime until = row.getObject(4, OffsetDateTime.class);
    return ReputationRecord.builder()
        .id(id)
        .userId(given.userId())
        .zkProofId(given.zkProofId())
        .scoringResultId(given.scoringResultId())
        .reputationScore(given.reputationScore())
        .previousScore(row.getBigDecimal(1))
        .scoreChange(row.getBigDecimal(2))
        .confidenceLevel(given.confidenceLevel())
        .scoringCategory(given.scoringCategory())
        .scoringPeriod(given.scoringPeriod())
        .weight(given.weight())
        .contributingFactors(given.contributingFactors())
        .reputationBadges(given.reputationBadges())
        .peerValidations(given.peerValidations())
        .effectiveFrom(InputRows.instant(row, 3))
        .effectiveUntil(until == null ? null : until.toInstant())
        .calculationMethod(given.calculationMethod())
        .verified(given.verified())
        .isPublic(given.isPublic())
        .audit(InputRows.times(row, 5))
        .build();
  }
}
