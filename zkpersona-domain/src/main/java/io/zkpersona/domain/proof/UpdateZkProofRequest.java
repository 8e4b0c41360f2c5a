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
 * What is to change in a {@link ZkProof}; everything is kept by default. What it proves, and whose
 * it is, never changes; its status and where it is on a chain have calls of their own. Immutable
 * and thread-safe.
 *
 * @param behaviorInputId the input it is about; may be cleared
 * @param scoringResultId the scoring result it is about; may be cleared
 * @param proofType what family it belongs to
 * @param circuitVersion which circuit
 * @param metadata whatever else is known, all of it
 * @param expiresAt from when on it no longer counts; may be cleared
 */
@GenerateBuilder
public record UpdateZkProofRequest(
    Change<BehaviorInputId> behaviorInputId,
    Change<ScoringResultId> scoringResultId,
    Change<ProofType> proofType,
    Change<String> circuitVersion,
    Change<Json> metadata,
    Change<Instant> expiresAt)
    implements UpdateRequest<ZkProof>, UpdateZkProofRequestBuilder.With {

  /**
   * Checks the new values as {@link CreateZkProofRequest} would.
   *
   * @throws ValidationException if one breaks a rule, a change is null, or what must not be null is
   *     cleared
   */
  public UpdateZkProofRequest {
    ChangeChecks.optional("behaviorInputId", behaviorInputId);
    ChangeChecks.optional("scoringResultId", scoringResultId);
    ChangeChecks.required("proofType", proofType);
    circuitVersion =
        ChangeChecks.required("circuitVersion", circuitVersion, ProofRules::newCircuitVersion);
    ChangeChecks.required("metadata", metadata);
    expiresAt = ChangeChecks.optionalTime("expiresAt", expiresAt);
  }

  /** A builder that keeps everything. */
  public static UpdateZkProofRequestBuilder builder() {
    return UpdateZkProofRequestBuilder.builder()
        .behaviorInputId(Change.keep())
        .scoringResultId(Change.keep())
        .proofType(Change.keep())
        .circuitVersion(Change.keep())
        .metadata(Change.keep())
        .expiresAt(Change.keep());
  }

  @Override
  public ZkProof applyTo(ZkProof current) {
    return current.toBuilder()
        .behaviorInputId(behaviorInputId.applyTo(current.behaviorInputId()))
        .scoringResultId(scoringResultId.applyTo(current.scoringResultId()))
        .proofType(proofType.value().orElse(current.proofType()))
        .circuitVersion(circuitVersion.value().orElse(current.circuitVersion()))
        .metadata(metadata.value().orElse(current.metadata()))
        .expiresAt(expiresAt.applyTo(current.expiresAt()))
        .build();
  }
}
