package io.zkpersona.benchmarks.candidate;

import io.zkpersona.benchmarks.data.InputRows;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row with one component for each column, for libraries that map to flat types.
 *
 * @param id column {@code id}
 * @param userId column {@code user_id}
 * @param behaviorSessionId column {@code behavior_session_id}
 * @param sessionId column {@code session_id}
 * @param inputData column {@code input_data}
 * @param inputType column {@code input_type}
 * @param source column {@code source}
 * @param timestamp column {@code timestamp}
 * @param processed column {@code processed}
 * @param cid column {@code cid}
 * @param ctime column {@code ctime}
 * @param mid column {@code mid}
 * @param mtime column {@code mtime}
 */
public record FlatInput(
    UUID id,
    @Nullable UUID userId,
    @Nullable UUID behaviorSessionId,
    @Nullable String sessionId,
    String inputData,
    String inputType,
    String source,
    Instant timestamp,
    boolean processed,
    @Nullable UUID cid,
    Instant ctime,
    @Nullable UUID mid,
    Instant mtime) {

  /** Converts a domain record to a flat row. */
  public static FlatInput of(BehaviorInput input) {
    return new FlatInput(
        input.id().value(),
        InputRows.uuid(input.userId()),
        InputRows.uuid(input.behaviorSessionId()),
        input.sessionId() == null ? null : input.sessionId().value(),
        input.inputData().text(),
        input.inputType().value(),
        input.source().value(),
        input.timestamp(),
        input.processed(),
        InputRows.uuid(input.audit().createdBy()),
        input.audit().createdAt(),
        InputRows.uuid(input.audit().modifiedBy()),
        input.audit().modifiedAt());
  }

  /** Converts this row to a domain record. */
  public BehaviorInput toDomain() {
    return new BehaviorInput(
        new BehaviorInputId(id),
        userId == null ? null : new UserId(userId),
        behaviorSessionId == null ? null : new BehaviorSessionId(behaviorSessionId),
        sessionId == null ? null : new SessionText(sessionId),
        InputRows.json(inputData),
        InputType.fromValue(inputType),
        BehaviorSource.fromValue(source),
        timestamp,
        processed,
        null,
        null,
        new AuditStamp(
            cid == null ? null : new ActorId(cid),
            ctime,
            mid == null ? null : new ActorId(mid),
            mtime));
  }

  /**
   * The columns returned by an insert or update.
   *
   * @param cid column {@code cid}
   * @param ctime column {@code ctime}
   * @param mtime column {@code mtime}
   */
  public record Times(@Nullable UUID cid, Instant ctime, Instant mtime) {

    /** Returns a row with these times. */
    public BehaviorInput of(BehaviorInput input) {
      return input.withAudit(
          new AuditStamp(
              cid == null ? null : new ActorId(cid), ctime, input.audit().modifiedBy(), mtime));
    }
  }
}
