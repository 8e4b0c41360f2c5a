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

/** Converts between JDBC rows and domain records. */
public final class InputRows {

  /** All columns, in the order that {@link #read} expects. */
  public static final String COLUMNS =
      "id, user_id, behavior_session_id, session_id, input_data, input_type, source,"
          + " \"timestamp\", processed, cid, ctime, mid, mtime";

  /** The columns set by the client on insert, in the order of {@link #bind}. */
  public static final String INSERTED =
      "id, user_id, behavior_session_id, session_id, input_data, input_type, source,"
          + " \"timestamp\", processed, cid, mid";

  private InputRows() {}

  /** Reads the current row of a result. */
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

  /** Reads the audit columns cid, ctime, mid and mtime, starting at a position. */
  public static AuditStamp audit(ResultSet row, int position) throws SQLException {
    return new AuditStamp(
        actor(row, position),
        instant(row, position + 1),
        actor(row, position + 2),
        instant(row, position + 3));
  }

  /** Reads ctime and mtime, starting at a position, of a row that nobody in particular wrote. */
  public static AuditStamp times(ResultSet row, int position) throws SQLException {
    return new AuditStamp(null, instant(row, position), null, instant(row, position + 1));
  }

  private static @Nullable ActorId actor(ResultSet row, int position) throws SQLException {
    UUID id = row.getObject(position, UUID.class);
    return id == null ? null : new ActorId(id);
  }

  /**
   * Wraps the text of a jsonb column. All candidates use this method, so that all do the same work.
   */
  public static Json json(String stored) {
    return Json.trusted(stored);
  }

  /** Reads a time that is not null. */
  public static Instant instant(ResultSet row, int position) throws SQLException {
    return row.getObject(position, OffsetDateTime.class).toInstant();
  }

  /** Binds the values of {@link #INSERTED}; returns the position after the last. */
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

  /** Binds an id or null. */
  public static void bindId(PreparedStatement statement, int position, @Nullable UUID id)
      throws SQLException {
    statement.setObject(position, id, Types.OTHER);
  }

  /** Returns the value of an id, or null. */
  public static @Nullable UUID uuid(@Nullable EntityId id) {
    return id == null ? null : id.value();
  }

  /** Returns the value of an actor's id, or null. */
  public static @Nullable UUID uuid(@Nullable ActorId id) {
    return id == null ? null : id.value();
  }

  /** Binds a time. */
  public static void bindInstant(PreparedStatement statement, int position, Instant instant)
      throws SQLException {
    statement.setObject(position, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
  }
}
