package io.zkpersona.domain.proof;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to create a {@link ZkProof}, which is pending at first. Immutable and thread-safe;
 * {@link #toString()} shows neither proof, key, signals nor metadata. That the three documents have
 * the form of their protocol is checked when they are stored, in their canonical form: see {@link
 * ZkProof#canonical}.
 *
 * @param userId whose proof it is; null (the default) if nobody's
 * @param behaviorInputId the input it is about; null (the default) if none
 * @param scoringResultId the scoring result it is about; null (the default) if none
 * @param proofData the proof; from snarkjs, {@code proof.json}. Never the private witness; has no
 *     default
 * @param verificationKey what it is checked with; from snarkjs, {@code verification_key.json}; has
 *     no default
 * @param publicSignals what it proves; from snarkjs, an array of decimal strings; an empty object
 *     by default
 * @param proofType what family it belongs to; zkml by default
 * @param protocol by which protocol it was made; groth16 by default
 * @param circuitName the declared circuit that is meant, at most 100 characters: a proof under
 *     another key than the circuit's is refused. Null (the default) for none, and then nothing
 *     keeps a proof from being stored again under a changed key
 * @param circuitVersion the version of the circuit, 1 to 50 characters; has no default
 * @param metadata whatever else is known; an empty object by default
 * @param expiresAt from when on it no longer counts, cut to microseconds; null (the default) if it
 *     always does
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
   * Checks the values, composes the version and cuts the time to microseconds.
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

  /** A builder that holds the defaults. */
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
