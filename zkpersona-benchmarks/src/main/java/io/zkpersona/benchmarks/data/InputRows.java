package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between a row of the driver's and a domain record, by hand. */
public final class InputRows {

  /** Every column, in the order in which {@link #read} expects them. */
  public static final String COLUMNS =
      "id, user_id, behavior_session_id, session_id, input_data, input_type, source,"
          + " \"timestamp\", processed, cid, ctime, mid, mtime";

  /** The columns that a caller gives when a row is inserted, in the order of {@link #bind}. */
  public static final String INSERTED =
      "id, user_id, behavior_session_id, session_id, input_data, input_type, source,"
          + " \"timestamp\", processed, cid, mid";

  private InputRows() {}

  /** The row that the result stands on. */
  public static BehaviorInput read(ResultSet row) throws SQLException {
    UUID userId = row.getObject(2, UUID.class);
    UUID sessionId = row.getObject(3, UUID.class);
    String sessionText = row.getString(4);
    return new BehaviorInput(
        new BehaviorInputId(row.getObject(1, UUID.class)),
        userId == null ? null : new UserId(userId),
        sessionId == null ? null : new BehaviorSessionId(sessionId),
        sessionText == null ? null : new SessionText(sessionText),
        json(row.getString(5)),
        InputType.fromValue(row.getString(6)),
        BehaviorSource.fromValue(row.getString(7)),
        instant(row, 8),
        row.getBoolean(9),
        null,
        null,
        audit(row, 10));
  }

  /** The audit columns: cid, ctime, mid and mtime, the first of them at a position. */
  public static AuditStamp audit(ResultSet row, int position) throws SQLException {
    return new AuditStamp(
        actor(row, position),
        instant(row, position + 1),
        actor(row, position + 2),
        instant(row, position + 3));
  }

  private static @Nullable ActorId actor(ResultSet row, int position) throws SQLException {
    UUID id = row.getObject(position, UUID.class);
    return id == null ? null : new ActorId(id);
  }

  /** What a jsonb column gave. All candidates make it here, so that all do the same. */
  public static Json json(String stored) {
    return Json.trusted(stored);
  }

  /** A time that is never null. */
  public static Instant instant(ResultSet row, int position) throws SQLException {
    return row.getObject(position, OffsetDateTime.class).toInstant();
  }

  /** The values of {@link #INSERTED}; gives the position after the last. */
  public static int bind(PreparedStatement statement, BehaviorInput row) throws SQLException {
    statement.setObject(1, row.id().value(), Types.OTHER);
    bindId(statement, 2, uuid(row.userId()));
    bindId(statement, 3, uuid(row.behaviorSessionId()));
    statement.setString(4, row.sessionId() == null ? null : row.sessionId().value());
    statement.setObject(5, row.inputData().text(), Types.OTHER);
    statement.setString(6, row.inputType().value());
    statement.setString(7, row.source().value());
    bindInstant(statement, 8, row.timestamp());
    statement.setBoolean(9, row.processed());
    bindId(statement, 10, uuid(row.audit().createdBy()));
    bindId(statement, 11, uuid(row.audit().modifiedBy()));
    return 12;
  }

  /** An id, or null. */
  public static void bindId(PreparedStatement statement, int position, @Nullable UUID id)
      throws SQLException {
    statement.setObject(position, id, Types.OTHER);
  }

  /** An id's value. */
  public static @Nullable UUID uuid(@Nullable EntityId id) {
    return id == null ? null : id.value();
  }

  /** An actor's value. */
  public static @Nullable UUID uuid(@Nullable ActorId id) {
    return id == null ? null : id.value();
  }

  /** A time. */
  public static void bindInstant(PreparedStatement statement, int position, Instant instant)
      throws SQLException {
    statement.setObject(position, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
  }
}
