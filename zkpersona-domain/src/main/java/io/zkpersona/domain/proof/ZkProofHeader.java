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
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ZkProof} without its three documents, which are most of its size, as returned in lists
 * and pages. Immutable and thread-safe; {@link #toString()} does not reveal the metadata.
 *
 * @param id the proof's id, by which the complete proof can be read
 * @param userId the user; null if none
 * @param behaviorInputId the related input; null if none
 * @param scoringResultId the related scoring result; null if none
 * @param verificationKeyHash the hash of the verification key; null for old rows, which contain
 *     their own key
 * @param proofType the family of the proof
 * @param protocol the proof protocol
 * @param circuitName the declared circuit, at most 100 characters; null if none
 * @param circuitVersion the version of the circuit, 1 to 50 characters
 * @param verificationStatus the verification status
 * @param verifiedAt the time of verification, truncated to microseconds; set exactly if the status
 *     is verified
 * @param verifierId the user or service that verified it; null if none or unknown
 * @param blockchainNetwork the chain that contains it, at most 50 characters; null if none
 * @param transactionHash the transaction that put it on chain, 10 to 100 characters; null if none
 * @param blockNumber the block of that transaction; null if none
 * @param gasUsed the gas used; null if none
 * @param metadata additional data
 * @param expiresAt the instant from which the proof is no longer valid, truncated to microseconds;
 *     null if it never expires
 * @param audit the audit columns of the proof
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
   * Checks the values and truncates the times to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, or {@code verifiedAt} and
   *     {@code verificationStatus} are inconsistent
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
