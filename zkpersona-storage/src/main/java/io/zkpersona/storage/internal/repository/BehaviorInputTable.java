package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Which column of {@code behavior_inputs} keeps which component. */
final class BehaviorInputTable {

  static final EntityTable<BehaviorInput, BehaviorInputId> TABLE =
      EntityTable.of(
          BEHAVIOR_INPUTS,
          columns -> {
            var id = columns.key(BEHAVIOR_INPUTS.ID);
            var userId = columns.column(BEHAVIOR_INPUTS.USER_ID, BehaviorInput::userId);
            var behaviorSessionId =
                columns.column(
                    BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID, BehaviorInput::behaviorSessionId);
            var sessionId = columns.column(BEHAVIOR_INPUTS.SESSION_ID, BehaviorInput::sessionId);
            var inputData = columns.column(BEHAVIOR_INPUTS.INPUT_DATA, BehaviorInput::inputData);
            var inputType = columns.column(BEHAVIOR_INPUTS.INPUT_TYPE, BehaviorInput::inputType);
            var source = columns.column(BEHAVIOR_INPUTS.SOURCE, BehaviorInput::source);
            var timestamp = columns.column(BEHAVIOR_INPUTS.TIMESTAMP, BehaviorInput::timestamp);
            var processed = columns.column(BEHAVIOR_INPUTS.PROCESSED, BehaviorInput::processed);
            var audit =
                columns.audit(
                    BEHAVIOR_INPUTS.CID,
                    BEHAVIOR_INPUTS.CTIME,
                    BEHAVIOR_INPUTS.MID,
                    BEHAVIOR_INPUTS.MTIME,
                    BehaviorInput::withAudit);
            columns.lifecycle(processed);
            columns.sortable("timestamp", timestamp);
            columns.sortable("createdAt", audit.createdAt());
            return row ->
                new BehaviorInput(
                    row.get(id),
                    row.getNullable(userId),
                    row.getNullable(behaviorSessionId),
                    row.getNullable(sessionId),
                    row.get(inputData),
                    row.get(inputType),
                    row.get(source),
                    row.get(timestamp),
                    row.get(processed),
                    audit.read(row));
          });

  private BehaviorInputTable() {}
}
