package io.zkpersona.domain.proof;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The values of a new {@link ZkProof}, which is pending at first. Immutable and thread-safe; {@link
 * #toString()} reveals neither proof, key, signals nor metadata. The format of the three documents
 * is checked when they are stored in canonical form: see {@link ZkProof#canonical}.
 *
 * @param userId the user; null (the default) if none
 * @param behaviorInputId the related input; null (the default) if none
 * @param scoringResultId the related scoring result; null (the default) if none
 * @param proofData the proof; from snarkjs, {@code proof.json}. Never the private witness; has no
 *     default
 * @param verificationKey the key that verifies the proof; from snarkjs, {@code
 *     verification_key.json}; has no default
 * @param publicSignals the public signals; from snarkjs, an array of decimal strings; an empty
 *     object by default
 * @param proofType the family of the proof; zkml by default
 * @param protocol the proof protocol; groth16 by default
 * @param circuitName the declared circuit, at most 100 characters; a proof with a key other than
 *     the circuit's is rejected. Null (the default) for none, in which case the same proof can be
 *     stored again with a modified key
 * @param circuitVersion the version of the circuit, 1 to 50 characters; has no default
 * @param metadata additional data; an empty object by default
 * @param expiresAt the instant from which the proof is no longer valid, truncated to microseconds;
 *     null (the default) if it never expires
 */
@GenerateBuilder
public record CreateZkProofRequest(
    @Nullable UserId userId,
    @Nullable BehaviorInputId behaviorInputId,
    @Nullable ScoringResultId scoringResultId,
    Json proofData,
    Json verificationKey,
    Json publicSignals,
    ProofType proofType,
    ProofProtocol protocol,
    @Nullable String circuitName,
    String circuitVersion,
    Json metadata,
    @Nullable Instant expiresAt)
    implements CreateRequest<ZkProof, ZkProofId>, CreateZkProofRequestBuilder.With {

  /**
   * Checks the values, normalizes the circuit's name and version and truncates the time to
   * microseconds.
   *
   * @throws ValidationException if a value is missing or out of range
   */
  public CreateZkProofRequest {
    Checks.notNull("proofData", proofData);
    Checks.notNull("verificationKey", verificationKey);
    Checks.notNull("publicSignals", publicSignals);
    Checks.notNull("proofType", proofType);
    Checks.notNull("protocol", protocol);
    circuitName = ProofRules.newCircuitName(circuitName);
    circuitVersion = ProofRules.newCircuitVersion(circuitVersion);
    Checks.notNull("metadata", metadata);
    expiresAt = Checks.nullableMicros("expiresAt", expiresAt);
  }

  /** Returns a builder with the default values. */
  public static CreateZkProofRequestBuilder builder() {
    return CreateZkProofRequestBuilder.builder()
        .publicSignals(Json.emptyObject())
        .proofType(ProofType.ZKML)
        .protocol(ProofProtocol.GROTH16)
        .metadata(Json.emptyObject());
  }

  @Override
  public ZkProof toEntity(ZkProofId id) {
    return new ZkProof(
        id,
        userId,
        behaviorInputId,
        scoringResultId,
        proofData,
        verificationKey,
        publicSignals,
        proofType,
        protocol,
        circuitName,
        circuitVersion,
        VerificationStatus.PENDING,
        null,
        null,
        null,
        null,
        null,
        null,
        metadata,
        expiresAt,
        AuditStamp.unsaved());
  }
}
