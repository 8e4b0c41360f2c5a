package io.zkpersona.domain.proof;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ZkProof} without its three documents, which are most of its size: what lists and pages
 * hold. Immutable and thread-safe; {@link #toString()} does not show the metadata.
 *
 * @param id the proof's id, by which the whole is found
 * @param userId whose proof it is; null if nobody's
 * @param behaviorInputId the input it is about; null if none
 * @param scoringResultId the scoring result it is about; null if none
 * @param verificationKeyHash the address of what it is checked with; null for old rows, which hold
 *     a key of their own
 * @param proofType what family it belongs to
 * @param protocol by which protocol it was made
 * @param circuitName the declared circuit it is of, at most 100 characters; null if of none
 * @param circuitVersion the version of the circuit, 1 to 50 characters
 * @param verificationStatus what is known of it
 * @param verifiedAt when it was verified, cut to microseconds; set exactly when the status is
 *     verified
 * @param verifierId who verified it: a user or a service; null if nobody or unknown
 * @param blockchainNetwork the chain it was put on, at most 50 characters; null if none
 * @param transactionHash the transaction that did, 10 to 100 characters; null if none
 * @param blockNumber the block of that transaction; null if none
 * @param gasUsed the gas it used; null if none
 * @param metadata whatever else is known
 * @param expiresAt from when on it no longer counts, cut to microseconds; null if it always does
 * @param audit who wrote the proof and when
 */
@GenerateBuilder
public record ZkProofHeader(
    ZkProofId id,
    @Nullable UserId userId,
    @Nullable BehaviorInputId behaviorInputId,
    @Nullable ScoringResultId scoringResultId,
    @Nullable VerificationKeyHash verificationKeyHash,
    ProofType proofType,
    ProofProtocol protocol,
    @Nullable String circuitName,
    String circuitVersion,
    VerificationStatus verificationStatus,
    @Nullable Instant verifiedAt,
    @Nullable UUID verifierId,
    @Nullable String blockchainNetwork,
    @Nullable String transactionHash,
    @Nullable Long blockNumber,
    @Nullable Long gasUsed,
    Json metadata,
    @Nullable Instant expiresAt,
    AuditStamp audit)
    implements Entity<ZkProofId>, ZkProofHeaderBuilder.With {

  /**
   * Checks the values and cuts the times to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, or {@code verifiedAt} and
   *     {@code verificationStatus} don't go together
   */
  public ZkProofHeader {
    Checks.notNull("id", id);
    Checks.notNull("proofType", proofType);
    Checks.notNull("protocol", protocol);
    ProofRules.circuitName(circuitName);
    ProofRules.circuitVersion(circuitVersion);
    Checks.notNull("verificationStatus", verificationStatus);
    verifiedAt = Checks.nullableMicros("verifiedAt", verifiedAt);
    ProofRules.verified(verificationStatus, verifiedAt);
    ProofRules.network(blockchainNetwork);
    ProofRules.transactionHash(transactionHash);
    Checks.notNull("metadata", metadata);
    expiresAt = Checks.nullableMicros("expiresAt", expiresAt);
    Checks.notNull("audit", audit);
  }
}
