package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code reputation_records} to components. */
final class ReputationRecordTable {

  static final EntityTable<ReputationRecord, ReputationRecordId> TABLE =
      EntityTable.of(
          REPUTATION_RECORDS,
          (t, columns) -> {
            var id = columns.key(t.ID);
            var userId = columns.column(t.USER_ID, ReputationRecord::userId);
            var zkProofId = columns.column(t.ZK_PROOF_ID, ReputationRecord::zkProofId);
            var scoringResultId =
                columns.column(t.SCORING_RESULT_ID, ReputationRecord::scoringResultId);
            var reputationScore =
                columns.column(t.REPUTATION_SCORE, ReputationRecord::reputationScore);
            var previousScore = columns.column(t.PREVIOUS_SCORE, ReputationRecord::previousScore);
            var scoreChange = columns.column(t.SCORE_CHANGE, ReputationRecord::scoreChange);
            var confidenceLevel =
                columns.column(t.CONFIDENCE_LEVEL, ReputationRecord::confidenceLevel);
            var scoringCategory =
                columns.column(t.SCORING_CATEGORY, ReputationRecord::scoringCategory);
            var scoringPeriod = columns.column(t.SCORING_PERIOD, ReputationRecord::scoringPeriod);
            var weight = columns.column(t.WEIGHT, ReputationRecord::weight);
            var contributingFactors =
                columns.column(t.CONTRIBUTING_FACTORS, ReputationRecord::contributingFactors);
            var reputationBadges =
                columns.column(t.REPUTATION_BADGES, ReputationRecord::reputationBadges);
            var peerValidations =
                columns.column(t.PEER_VALIDATIONS, ReputationRecord::peerValidations);
            var effectiveFrom = columns.column(t.EFFECTIVE_FROM, ReputationRecord::effectiveFrom);
            var effectiveUntil =
                columns.column(t.EFFECTIVE_UNTIL, ReputationRecord::effectiveUntil);
            var calculationMethod =
                columns.column(t.CALCULATION_METHOD, ReputationRecord::calculationMethod);
            var status = columns.column(t.STATUS, ReputationRecord::status);
            var statusReason = columns.column(t.STATUS_REASON, ReputationRecord::statusReason);
            var verified = columns.column("verified", t.IS_VERIFIED, ReputationRecord::verified);
            var isPublic = columns.column(t.IS_PUBLIC, ReputationRecord::isPublic);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, ReputationRecord::withAudit);
            columns.lifecycle(status, statusReason, effectiveUntil);
            columns.sortable("effectiveFrom", effectiveFrom);
            columns.sortable("reputationScore", reputationScore);
            return row ->
                new ReputationRecord(
                    row.get(id),
                    row.get(userId),
                    row.getNullable(zkProofId),
                    row.getNullable(scoringResultId),
                    row.get(reputationScore),
                    row.getNullable(previousScore),
                    row.getNullable(scoreChange),
                    row.get(confidenceLevel),
                    row.get(scoringCategory),
                    row.get(scoringPeriod),
                    row.get(weight),
                    row.get(contributingFactors),
                    row.get(reputationBadges),
                    row.get(peerValidations),
                    row.get(effectiveFrom),
                    row.getNullable(effectiveUntil),
                    row.get(calculationMethod),
                    row.get(status),
                    row.getNullable(statusReason),
                    row.get(verified),
                    row.get(isPublic),
                    audit.read(row));
          });

  private ReputationRecordTable() {}
}
