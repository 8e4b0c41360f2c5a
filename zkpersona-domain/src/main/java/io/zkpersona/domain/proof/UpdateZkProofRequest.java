package io.zkpersona.domain.proof;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import java.time.Instant;

/**
 * The changes to a {@link ZkProof}; everything is kept by default. Statement, circuit and user
 * never change; status and on-chain location have their own methods. Immutable and thread-safe.
 *
 * @param behaviorInputId the related input; may be cleared
 * @param scoringResultId the related scoring result; may be cleared
 * @param proofType the family of the proof
 * @param metadata the complete new metadata
 * @param expiresAt the instant from which the proof is no longer valid; may be cleared
 */
@GenerateBuilder
public record UpdateZkProofRequest(
    Change<BehaviorInputId> behaviorInputId,
    Change<ScoringResultId> scoringResultId,
    Change<ProofType> proofType,
    Change<Json> metadata,
    Change<Instant> expiresAt)
    implements UpdateRequest<ZkProof>, UpdateZkProofRequestBuilder.With {

  /**
   * Checks the new values as {@link CreateZkProofRequest} does.
   *
   * @throws ValidationException if a value violates a rule, a change is null, or a required value
   *     is cleared
   */
  public UpdateZkProofRequest {
    ChangeChecks.optional("behaviorInputId", behaviorInputId);
    ChangeChecks.optional("scoringResultId", scoringResultId);
    ChangeChecks.required("proofType", proofType);
    ChangeChecks.required("metadata", metadata);
    expiresAt = ChangeChecks.optionalTime("expiresAt", expiresAt);
  }

  /** Returns a builder that keeps everything. */
  public static UpdateZkProofRequestBuilder builder() {
    return UpdateZkProofRequestBuilder.builder()
        .behaviorInputId(Change.keep())
        .scoringResultId(Change.keep())
        .proofType(Change.keep())
        .metadata(Change.keep())
        .expiresAt(Change.keep());
  }

  @Override
  public ZkProof applyTo(ZkProof current) {
    return current.toBuilder()
        .behaviorInputId(behaviorInputId.applyTo(current.behaviorInputId()))
        .scoringResultId(scoringResultId.applyTo(current.scoringResultId()))
        .proofType(proofType.value().orElse(current.proofType()))
        .metadata(metadata.value().orElse(current.metadata()))
        .expiresAt(expiresAt.applyTo(current.expiresAt()))
        .build();
  }
}
