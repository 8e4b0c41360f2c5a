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
          (t, columns) -> {
            var id = columns.key(t.ID);
            var userId = columns.column(t.USER_ID, ScoringResult::userId);
            var behaviorInputId =
                columns.column(t.BEHAVIOR_INPUT_ID, ScoringResult::behaviorInputId);
            var score = columns.column(t.SCORE, ScoringResult::score);
            var modelVersion = columns.column(t.MODEL_VERSION, ScoringResult::modelVersion);
            var timestamp = columns.column(t.TIMESTAMP, ScoringResult::timestamp);
            var confidenceLevel =
                columns.column(t.CONFIDENCE_LEVEL, ScoringResult::confidenceLevel);
            var metadata = columns.column(t.METADATA, ScoringResult::metadata);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, ScoringResult::withAudit);
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
