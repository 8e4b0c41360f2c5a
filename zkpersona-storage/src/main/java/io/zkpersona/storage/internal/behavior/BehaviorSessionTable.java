package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code behavior_sessions} to components. */
final class BehaviorSessionTable {

  static final EntityTable<BehaviorSession, BehaviorSessionId> TABLE =
      EntityTable.of(
          BEHAVIOR_SESSIONS,
          (t, columns) -> {
            var id = columns.key(t.ID);
            var userId = columns.column(t.USER_ID, BehaviorSession::userId);
            var sessionToken = columns.column(t.SESSION_TOKEN, BehaviorSession::sessionToken);
            var sessionType = columns.column(t.SESSION_TYPE, BehaviorSession::sessionType);
            var startTime = columns.column(t.START_TIME, BehaviorSession::startTime);
            var endTime = columns.column(t.END_TIME, BehaviorSession::endTime);
            var durationSeconds =
                columns.column(t.DURATION_SECONDS, BehaviorSession::durationSeconds);
            var metadata = columns.column(t.METADATA, BehaviorSession::metadata);
            var status = columns.column(t.STATUS, BehaviorSession::status);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, BehaviorSession::withAudit);
            columns.lifecycle(status, endTime, durationSeconds);
            columns.sortable("startTime", startTime);
            columns.sortable("createdAt", audit.createdAt());
            return row ->
                new BehaviorSession(
                    row.get(id),
                    row.getNullable(userId),
                    row.get(sessionToken),
                    row.get(sessionType),
                    row.get(startTime),
                    row.getNullable(endTime),
                    row.getNullable(durationSeconds),
                    row.get(metadata),
                    row.get(status),
                    audit.read(row));
          });

  private BehaviorSessionTable() {}
}
