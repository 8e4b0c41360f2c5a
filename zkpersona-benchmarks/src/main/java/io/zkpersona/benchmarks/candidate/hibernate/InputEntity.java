package io.zkpersona.benchmarks.candidate.hibernate;

import io.zkpersona.benchmarks.candidate.FlatInput;
import io.zkpersona.domain.behavior.BehaviorInput;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The row as mapped by Hibernate, with the modification time as version. */
@Entity
@Table(name = "behavior_inputs")
class InputEntity {

  @Id UUID id;

  @Column(name = "user_id")
  UUID userId;

  @Column(name = "behavior_session_id")
  UUID behaviorSessionId;

  @Column(name = "session_id")
  String sessionId;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "input_data")
  String inputData;

  @Column(name = "input_type")
  String inputType;

  String source;

  @Column(name = "\"timestamp\"")
  Instant timestamp;

  boolean processed;

  @Column(updatable = false)
  UUID cid;

  @CreationTimestamp
  @Column(updatable = false)
  Instant ctime;

  UUID mid;

  @Version Instant mtime;

  /** Creates a new row, or a changed copy of a stored one. */
  static InputEntity of(BehaviorInput input, boolean stored) {
    FlatInput flat = FlatInput.of(input);
    InputEntity entity = new InputEntity();
    entity.id = flat.id();
    entity.userId = flat.userId();
    entity.behaviorSessionId = flat.behaviorSessionId();
    entity.sessionId = flat.sessionId();
    entity.inputData = flat.inputData();
    entity.inputType = flat.inputType();
    entity.source = flat.source();
    entity.timestamp = flat.timestamp();
    entity.processed = flat.processed();
    entity.cid = flat.cid();
    entity.mid = flat.mid();
    if (stored) {
      entity.ctime = flat.ctime();
      entity.mtime = flat.mtime();
    }
    return entity;
  }

  BehaviorInput toDomain() {
    return new FlatInput(
            id,
            userId,
            behaviorSessionId,
            sessionId,
            inputData,
            inputType,
            source,
            timestamp,
            processed,
            cid,
            ctime,
            mid,
            mtime)
        .toDomain();
  }
}
