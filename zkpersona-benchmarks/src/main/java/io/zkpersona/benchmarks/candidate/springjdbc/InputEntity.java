package io.zkpersona.benchmarks.candidate.springjdbc;

import io.zkpersona.benchmarks.candidate.FlatInput;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** The row as mapped by Spring Data JDBC: a record, with the JSON in a type that has converters. */
@Table("behavior_inputs")
record InputEntity(
    @Id UUID id,
    UUID userId,
    UUID behaviorSessionId,
    String sessionId,
    Json inputData,
    String inputType,
    String source,
    Instant timestamp,
    boolean processed,
    UUID cid,
    Instant ctime,
    UUID mid,
    Instant mtime) {

  /** Creates a new row with the client's time, as auditing in Spring Data does. */
  static InputEntity created(BehaviorInput input) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    FlatInput flat = FlatInput.of(input);
    return new InputEntity(
        flat.id(),
        flat.userId(),
        flat.behaviorSessionId(),
        flat.sessionId(),
        input.inputData(),
        flat.inputType(),
        flat.source(),
        flat.timestamp(),
        flat.processed(),
        flat.cid(),
        now,
        flat.mid(),
        now);
  }

  BehaviorInput toDomain() {
    return new FlatInput(
            id,
            userId,
            behaviorSessionId,
            sessionId,
            "{}",
            inputType,
            source,
            timestamp,
            processed,
            cid,
            ctime,
            mid,
            mtime)
        .toDomain()
        .withInputData(inputData);
  }
}
