package io.zkpersona.examples;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the inputs of one data set. Their external keys follow from what they are: the same line
 * gives the same key in every run, so that loading twice doubles nothing.
 */
final class InputFactory {

  /** The name under which the example writes, by which it knows its own rows again. */
  static final ActorId AUTHOR =
      new ActorId(UUID.fromString("6c2ad1b0-7f0e-4c55-9a3b-2f6f0d1e8a47"));

  /** The chain that ethereum-etl read: Ethereum's main network. */
  static final ChainId CHAIN = ChainId.evm(1);

  private final String sessionId;

  InputFactory(String sessionId) {
    this.sessionId = sessionId;
  }

  static ExternalKey transactionKey(String hash) {
    return ExternalKey.ofTransaction(CHAIN, hash);
  }

  /** Of a log entry, and of the token transfer that tells the same. */
  static ExternalKey logKey(LogKey log) {
    return ExternalKey.ofLog(CHAIN, log.transactionHash(), log.logIndex());
  }

  /** Snapshot counts one vote of a voter for a proposal: who votes again replaces the first. */
  static ExternalKey voteKey(String proposal, String voter) {
    return new ExternalKey("snapshot/" + proposal + "/vote/" + voter);
  }

  BehaviorInput input(
      ExternalKey key,
      @Nullable BlockReference block,
      InputType type,
      BehaviorSource source,
      Instant timestamp,
      Json data) {
    return BehaviorInput.builder()
        .externalKey(key)
        .block(block)
        .sessionId(new SessionText(sessionId))
        .inputType(type)
        .source(source)
        .timestamp(timestamp)
        .inputData(data)
        .audit(AuditStamp.unsaved(AUTHOR))
        .build();
  }
}
