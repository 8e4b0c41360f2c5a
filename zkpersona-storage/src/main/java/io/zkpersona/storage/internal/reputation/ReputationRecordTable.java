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
          columns -> {
            var id = columns.key(REPUTATION_RECORDS.ID);
            var userId = columns.column(REPUTATION_RECORDS.USER_ID, ReputationRecord::userId);
            var zkProofId =
                columns.column(REPUTATION_RECORDS.ZK_PROOF_ID, ReputationRecord::zkProofId);
            var scoringResultId =
                columns.column(
                    REPUTATION_RECORDS.SCORING_RESULT_ID, ReputationRecord::scoringResultId);
            var reputationScore =
                columns.column(
                    REPUTATION_RECORDS.REPUTATION_SCORE, ReputationRecord::reputationScore);
            var previousScore =
                columns.column(REPUTATION_RECORDS.PREVIOUS_SCORE, ReputationRecord::previousScore);
            var scoreChange =
                columns.column(REPUTATION_RECORDS.SCORE_CHANGE, ReputationRecord::scoreChange);
            var confidenceLevel =
                columns.column(
                    REPUTATION_RECORDS.CONFIDENCE_LEVEL, ReputationRecord::confidenceLevel);
            var scoringCategory =
                columns.column(
                    REPUTATION_RECORDS.SCORING_CATEGORY, ReputationRecord::scoringCategory);
            var scoringPeriod =
                columns.column(REPUTATION_RECORDS.SCORING_PERIOD, ReputationRecord::scoringPeriod);
            var weight = columns.column(REPUTATION_RECORDS.WEIGHT, ReputationRecord::weight);
            var contributingFactors =
                columns.column(
                    REPUTATION_RECORDS.CONTRIBUTING_FACTORS, ReputationRecord::contributingFactors);
            var reputationBadges =
                columns.column(
                    REPUTATION_RECORDS.REPUTATION_BADGES, ReputationRecord::reputationBadges);
            var peerValidations =
                columns.column(
                    REPUTATION_RECORDS.PEER_VALIDATIONS, ReputationRecord::peerValidations);
            var effectiveFrom =
                columns.column(REPUTATION_RECORDS.EFFECTIVE_FROM, ReputationRecord::effectiveFrom);
            var effectiveUntil =
                columns.column(
                    REPUTATION_RECORDS.EFFECTIVE_UNTIL, ReputationRecord::effectiveUntil);
            var calculationMethod =
                columns.column(
                    REPUTATION_RECORDS.CALCULATION_METHOD, ReputationRecord::calculationMethod);
            var status = columns.column(REPUTATION_RECORDS.STATUS, ReputationRecord::status);
            var statusReason =
                columns.column(REPUTATION_RECORDS.STATUS_REASON, ReputationRecord::statusReason);
            var verified =
                columns.column(
                    "verified", REPUTATION_RECORDS.IS_VERIFIED, ReputationRecord::verified);
            var isPublic = columns.column(REPUTATION_RECORDS.IS_PUBLIC, ReputationRecord::isPublic);
            var audit =
                columns.audit(
                    REPUTATION_RECORDS.CID,
                    REPUTATION_RECORDS.CTIME,
                    REPUTATION_RECORDS.MID,
                    REPUTATION_RECORDS.MTIME,
                    ReputationRecord::withAudit);
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
