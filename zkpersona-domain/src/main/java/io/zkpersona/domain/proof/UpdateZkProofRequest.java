package io.zkpersona.domain.proof;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.ChangeChecks;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import java.time.Instant;
import java.util.UUID;

/**
 * What is to change in a {@link ZkProof}; everything is kept by default. Immutable and thread-safe.
 *
 * @param userId whose proof it is; may be cleared
 * @param behaviorInputId the input it is about; may be cleared
 * @param scoringResultId the scoring result it is about; may be cleared
 * @param proofData the proof
 * @param verificationKey what it is checked with
 * @param publicSignals what it proves
 * @param proofType what family it belongs to
 * @param protocol by which protocol it was made
 * @param circuitVersion which circuit
 * @param verificationStatus what is known of it
 * @param verifiedAt when it was verified; kept, it is cleared by a status other than verified
 * @param verifierId who verified it; may be cleared
 * @param blockchainNetwork the chain it was put on; may be cleared
 * @param transactionHash the transaction that did; may be cleared
 * @param blockNumber the block of that transaction, 0 or more; may be cleared
 * @param gasUsed the gas it used, 0 or more; may be cleared
 * @param metadata whatever else is known, all of it
 * @param expiresAt from when on it no longer counts; may be cleared
 */
@GenerateBuilder
public record UpdateZkProofRequest(
    Change<UserId> userId,
    Change<BehaviorInputId> behaviorInputId,
    Change<ScoringResultId> scoringResultId,
    Change<Json> proofData,
    Change<Json> verificationKey,
    Change<Json> publicSignals,
    Change<ProofType> proofType,
    Change<ProofProtocol> protocol,
    Change<String> circuitVersion,
    Change<VerificationStatus> verificationStatus,
    Change<Instant> verifiedAt,
    Change<UUID> verifierId,
    Change<String> blockchainNetwork,
    Change<String> transactionHash,
    Change<Long> blockNumber,
    Change<Long> gasUsed,
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
    ChangeChecks.optional("userId", userId);
    ChangeChecks.optional("behaviorInputId", behaviorInputId);
    ChangeChecks.optional("scoringResultId", scoringResultId);
    ChangeChecks.required("proofData", proofData);
    ChangeChecks.required("verificationKey", verificationKey);
    ChangeChecks.required("publicSignals", publicSignals);
    ChangeChecks.required("proofType", proofType);
    ChangeChecks.required("protocol", protocol);
    ChangeChecks.required("circuitVersion", circuitVersion, ProofRules::circuitVersion);
    ChangeChecks.required("verificationStatus", verificationStatus);
    verifiedAt = ChangeChecks.optionalTime("verifiedAt", verifiedAt);
    ChangeChecks.optional("verifierId", verifierId);
    ChangeChecks.optional("blockchainNetwork", blockchainNetwork, ProofRules::network);
    ChangeChecks.optional("transactionHash", transactionHash, ProofRules::transactionHash);
    ChangeChecks.optional(
        "blockNumber", blockNumber, value -> ProofRules.notNegative("blockNumber", value));
    ChangeChecks.optional("gasUsed", gasUsed, value -> ProofRules.notNegative("gasUsed", value));
    ChangeChecks.required("metadata", metadata);
    expiresAt = ChangeChecks.optionalTime("expiresAt", expiresAt);
  }

  /** A builder that keeps everything. */
  public static UpdateZkProofRequestBuilder builder() {
    return UpdateZkProofRequestBuilder.builder()
        .userId(Change.keep())
        .behaviorInputId(Change.keep())
        .scoringResultId(Change.keep())
        .proofData(Change.keep())
        .verificationKey(Change.keep())
        .publicSignals(Change.keep())
        .proofType(Change.keep())
        .protocol(Change.keep())
        .circuitVersion(Change.keep())
        .verificationStatus(Change.keep())
        .verifiedAt(Change.keep())
        .verifierId(Change.keep())
        .blockchainNetwork(Change.keep())
        .transactionHash(Change.keep())
        .blockNumber(Change.keep())
        .gasUsed(Change.keep())
        .metadata(Change.keep())
        .expiresAt(Change.keep());
  }

  @Override
  public ZkProof applyTo(ZkProof current) {
    VerificationStatus status = verificationStatus.value().orElse(current.verificationStatus());
    return new ZkProof(
        current.id(),
        userId.applyTo(current.userId()),
        behaviorInputId.applyTo(current.behaviorInputId()),
        scoringResultId.applyTo(current.scoringResultId()),
        proofData.value().orElse(current.proofData()),
        verificationKey.value().orElse(current.verificationKey()),
        publicSignals.value().orElse(current.publicSignals()),
        proofType.value().orElse(current.proofType()),
        protocol.value().orElse(current.protocol()),
        circuitVersion.value().orElse(current.circuitVersion()),
        status,
        status == VerificationStatus.VERIFIED || !verifiedAt.isKeep()
            ? verifiedAt.applyTo(current.verifiedAt())
            : null,
        verifierId.applyTo(current.verifierId()),
        blockchainNetwork.applyTo(current.blockchainNetwork()),
        transactionHash.applyTo(current.transactionHash()),
        blockNumber.applyTo(current.blockNumber()),
        gasUsed.applyTo(current.gasUsed()),
        metadata.value().orElse(current.metadata()),
        expiresAt.applyTo(current.expiresAt()),
        current.audit());
  }
}
