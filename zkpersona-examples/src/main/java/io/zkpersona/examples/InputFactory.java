package io.zkpersona.examples;

import com.github.f4b6a3.uuid.UuidCreator;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.UUID;

/**
 * Makes the inputs of one data set, with ids that follow from what they are: the same line gives
 * the same id in every run, so that loading twice doubles nothing.
 *
 * <p>Where nothing has to be recognized again, {@code BehaviorInputId.generate()} is the better
 * choice: ids that grow keep the index of the table dense.
 */
final class InputFactory {

  /** The name under which the example writes, by which it knows its own rows again. */
  static final ActorId AUTHOR =
      new ActorId(UUID.fromString("6c2ad1b0-7f0e-4c55-9a3b-2f6f0d1e8a47"));

  private final String sessionId;

  InputFactory(String sessionId) {
    this.sessionId = sessionId;
  }

  BehaviorInputId transactionId(String hash) {
    return id("transaction", hash);
  }

  BehaviorInputId transferId(LogKey log) {
    return id("token_transfer", log.transactionHash() + "/" + log.logIndex());
  }

  BehaviorInputId logId(LogKey log) {
    return id("log", log.transactionHash() + "/" + log.logIndex());
  }

  /** Snapshot counts one vote of a voter for a proposal: who votes again replaces the first. */
  BehaviorInputId voteId(String proposal, String voter) {
    return id("vote", proposal + "/" + voter);
  }

  private BehaviorInputId id(String kind, String key) {
    String name = String.join("/", sessionId, kind, key);
    return new BehaviorInputId(UuidCreator.getNameBasedSha1(AUTHOR.value(), name));
  }

  BehaviorInput input(
      BehaviorInputId id, InputType type, BehaviorSource source, Instant timestamp, Json data) {
    return BehaviorInput.builder()
        .id(id)
        .sessionId(new SessionText(sessionId))
        .inputType(type)
        .source(source)
        .timestamp(timestamp)
        .inputData(data)
        .audit(AuditStamp.unsaved(AUTHOR))
        .build();
  }
}
