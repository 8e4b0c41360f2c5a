package io.zkpersona.examples.data;

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
 * Creates the inputs of one data set. External keys are derived from the content: a line has the
 * same key in every run, so loading it twice creates no duplicates.
 */
public final class InputFactory {

  /** The actor of the example's writes, by which it recognizes its own rows. */
  public static final ActorId AUTHOR =
      new ActorId(UUID.fromString("6c2ad1b0-7f0e-4c55-9a3b-2f6f0d1e8a47"));

  /** The chain of the ethereum-etl data: Ethereum's main network. */
  static final ChainId CHAIN = ChainId.evm(1);

  private final String sessionId;

  /** Creates a factory of inputs with one free-text session. */
  public InputFactory(String sessionId) {
    this.sessionId = sessionId;
  }

  static ExternalKey transactionKey(String hash) {
    return ExternalKey.ofTransaction(CHAIN, hash);
  }

  /** Returns the key shared by a log entry and the token transfer that describes the same event. */
  static ExternalKey logKey(LogKey log) {
    return ExternalKey.ofLog(CHAIN, log.transactionHash(), log.logIndex());
  }

  /**
   * Returns the key of a vote. Snapshot counts one vote per voter and proposal; a later vote
   * replaces the earlier one.
   */
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
