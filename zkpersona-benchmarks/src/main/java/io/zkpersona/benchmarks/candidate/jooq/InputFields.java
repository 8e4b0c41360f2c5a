package io.zkpersona.benchmarks.candidate.jooq;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record13;
import org.jooq.SelectJoinStep;

/** The fields that are read and written, and their mapping to domain records. */
final class InputFields {

  static final List<Field<?>> INSERTED =
      List.of(
          BEHAVIOR_INPUTS.ID,
          BEHAVIOR_INPUTS.USER_ID,
          BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID,
          BEHAVIOR_INPUTS.SESSION_ID,
          BEHAVIOR_INPUTS.INPUT_DATA,
          BEHAVIOR_INPUTS.INPUT_TYPE,
          BEHAVIOR_INPUTS.SOURCE,
          BEHAVIOR_INPUTS.TIMESTAMP,
          BEHAVIOR_INPUTS.PROCESSED,
          BEHAVIOR_INPUTS.CID,
          BEHAVIOR_INPUTS.MID);

  private InputFields() {}

  static SelectJoinStep<
          Record13<
              BehaviorInputId,
              UserId,
              BehaviorSessionId,
              SessionText,
              Json,
              InputType,
              BehaviorSource,
              Instant,
              Boolean,
              ActorId,
              Instant,
              ActorId,
              Instant>>
      select(DSLContext jooq) {
    return jooq.select(
            BEHAVIOR_INPUTS.ID,
            BEHAVIOR_INPUTS.USER_ID,
            BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID,
            BEHAVIOR_INPUTS.SESSION_ID,
            BEHAVIOR_INPUTS.INPUT_DATA,
            BEHAVIOR_INPUTS.INPUT_TYPE,
            BEHAVIOR_INPUTS.SOURCE,
            BEHAVIOR_INPUTS.TIMESTAMP,
            BEHAVIOR_INPUTS.PROCESSED,
            BEHAVIOR_INPUTS.CID,
            BEHAVIOR_INPUTS.CTIME,
            BEHAVIOR_INPUTS.MID,
            BEHAVIOR_INPUTS.MTIME)
        .from(BEHAVIOR_INPUTS);
  }

  static BehaviorInput domain(
      BehaviorInputId id,
      UserId userId,
      BehaviorSessionId behaviorSessionId,
      SessionText sessionId,
      Json inputData,
      InputType inputType,
      BehaviorSource source,
      Instant timestamp,
      boolean processed,
      ActorId createdBy,
      Instant createdAt,
      ActorId modifiedBy,
      Instant modifiedAt) {
    return new BehaviorInput(
        id,
        userId,
        behaviorSessionId,
        sessionId,
        inputData,
        inputType,
        source,
        timestamp,
        processed,
        null,
        null,
        new AuditStamp(createdBy, createdAt, modifiedBy, modifiedAt));
  }

  static Object[] values(BehaviorInput input) {
    return new Object[] {
      input.id(),
      input.userId(),
      input.behaviorSessionId(),
      input.sessionId(),
      input.inputData(),
      input.inputType(),
      input.source(),
      input.timestamp(),
      input.processed(),
      input.audit().createdBy(),
      input.audit().modifiedBy()
    };
  }
}
