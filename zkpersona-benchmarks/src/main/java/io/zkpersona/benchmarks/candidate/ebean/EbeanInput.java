package io.zkpersona.benchmarks.candidate.ebean;

import io.ebean.annotation.DbJsonB;
import io.ebean.annotation.WhenCreated;
import io.zkpersona.benchmarks.candidate.FlatInput;
import io.zkpersona.domain.behavior.BehaviorInput;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** The row as mapped by Ebean, with the modification time as version. Enhanced by the build. */
@Entity
@Table(name = "behavior_inputs")
public class EbeanInput {

  @Id UUID id;
  UUID userId;
  UUID behaviorSessionId;
  String sessionId;
  @DbJsonB String inputData;
  String inputType;
  String source;
  Instant timestamp;
  boolean processed;

  @Column(updatable = false)
  UUID cid;

  @WhenCreated Instant ctime;
  UUID mid;
  @Version Instant mtime;

  /** Creates a new row. */
  static EbeanInput created(BehaviorInput input) {
    EbeanInput bean = new EbeanInput();
    bean.id = input.id().value();
    FlatInput flat = FlatInput.of(input);
    bean.cid = flat.cid();
    bean.fill(flat);
    return bean;
  }

  /** Sets the mutable columns. */
  final void fill(FlatInput flat) {
    userId = flat.userId();
    behaviorSessionId = flat.behaviorSessionId();
    sessionId = flat.sessionId();
    inputData = flat.inputData();
    inputType = flat.inputType();
    source = flat.source();
    timestamp = flat.timestamp();
    processed = flat.processed();
    mid = flat.mid();
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
