package io.zkpersona.storage.internal.scoring;

import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;

import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code scoring_results} to record components. */
final class ScoringResultTable {

  static final EntityTable<ScoringResult, ScoringResultId> TABLE =
      EntityTable.of(
          SCORING_RESULTS,
          columns -> {
            var id = columns.key(SCORING_RESULTS.ID);
            var userId = columns.column(SCORING_RESULTS.USER_ID, ScoringResult::userId);
            var behaviorInputId =
                columns.column(SCORING_RESULTS.BEHAVIOR_INPUT_ID, ScoringResult::behaviorInputId);
            var score = columns.column(SCORING_RESULTS.SCORE, ScoringResult::score);
            var modelVersion =
                columns.column(SCORING_RESULTS.MODEL_VERSION, ScoringResult::modelVersion);
            var timestamp = columns.column(SCORING_RESULTS.TIMESTAMP, ScoringResult::timestamp);
            var confidenceLevel =
                columns.column(SCORING_RESULTS.CONFIDENCE_LEVEL, ScoringResult::confidenceLevel);
            var metadata = columns.column(SCORING_RESULTS.METADATA, ScoringResult::metadata);
            var audit =
                columns.audit(
                    SCORING_RESULTS.CID,
                    SCORING_RESULTS.CTIME,
                    SCORING_RESULTS.MID,
                    SCORING_RESULTS.MTIME,
                    ScoringResult::withAudit);
            columns.sortable("timestamp", timestamp);
            columns.sortable("score", score);
            columns.writeCheck(ScoringResult::checkWritable);
            return row ->
                new ScoringResult(
                    row.get(id),
                    row.getNullable(userId),
                    row.get(behaviorInputId),
                    row.get(score),
                    row.get(modelVersion),
                    row.get(timestamp),
                    row.getNullable(confidenceLevel),
                    row.getNullable(metadata),
                    audit.read(row));
          });

  private ScoringResultTable() {}
}
