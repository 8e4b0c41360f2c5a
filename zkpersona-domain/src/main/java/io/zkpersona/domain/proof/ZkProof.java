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
import io.zkpersona.domain.proof.document.ProofDocuments;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.proof.document.WitnessCheck;
import io.zkpersona.domain.proof.document.WitnessMembers;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A zero-knowledge proof, with the documents needed to verify it and its verification status.
 * Immutable and thread-safe; {@link #toString()} reveals neither proof, key, signals nor metadata.
 * {@link ZkProofHeader} is the same without the three documents.
 *
 * @param id the proof's id
 * @param userId the user; null if none
 * @param behaviorInputId the related input; null if none
 * @param scoringResultId the related scoring result; null if none
 * @param proofData the proof; from snarkjs, {@code proof.json}. Never the private witness
 * @param verificationKey the key that verifies the proof; from snarkjs, {@code
 *     verification_key.json}
 * @param publicSignals the public signals; from snarkjs, an array of decimal strings
 * @param proofType the family of the proof
 * @param protocol the proof protocol
 * @param circuitName the declared circuit, at most 100 characters; null if none, in which case the
 *     same proof can be stored again with a modified key
 * @param circuitVersion the version of the circuit, 1 to 50 characters
 * @param verificationStatus the verification status
 * @param verifiedAt the time of verification, truncated to microseconds; set exactly if the status
 *     is verified
 * @param verifierId the user or service that verified it; null if none or unknown
 * @param blockchainNetwork the chain that contains it, at most 50 characters; null if none
 * @param transactionHash the transaction that put it on chain, 10 to 100 characters; null if none
 * @param blockNumber the block of that transaction; null if none. {@link #canonical} rejects a
 *     negative number, which old rows may contain
 * @param gasUsed the gas used; null if none. {@link #canonical} rejects a negative number, which
 *     old rows may contain
 * @param metadata additional data
 * @param expiresAt the instant from which the proof is no longer valid, truncated to microseconds;
 *     null if it never expires
 * @param audit the audit columns
 */
@GenerateBuilder
public record ZkProof(
    ZkProofId id,
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
    implements Entity<ZkProofId>, ZkProofBuilder.With {

  /**
   * Checks the values and truncates the times to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, or {@code verifiedAt} and
   *     {@code verificationStatus} are inconsistent
   */
  public ZkProof {
    Checks.notNull("id", id);
    Checks.notNull("proofData", proofData);
    Checks.notNull("verificationKey", verificationKey);
    Checks.notNull("publicSignals", publicSignals);
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

  /** Returns a builder with a new id and the defaults: zkml, groth16, pending. */
  public static ZkProofBuilder builder() {
    return ZkProofBuilder.builder()
        .id(ZkProofId.generate())
        .publicSignals(Json.emptyObject())
        .proofType(ProofType.ZKML)
        .protocol(ProofProtocol.GROTH16)
        .verificationStatus(VerificationStatus.PENDING)
        .metadata(Json.emptyObject())
        .audit(AuditStamp.unsaved());
  }

  /** Returns a builder with the values of this object. */
  public ZkProofBuilder toBuilder() {
    return ZkProofBuilder.builder(this);
  }

  /**
   * Returns the proof in the form in which it is stored, with the documents converted by {@link
   * ProofDocuments#canonical}. Rejects values that old rows may contain but that cannot be stored
   * as new. Does not verify the proof.
   *
   * @throws ValidationException if the documents do not match the protocol or each other, a
   *     document or the metadata contains a private witness, or the block number or the gas used is
   *     negative
   */
  public ZkProof canonical() {
    return canonical(WitnessMembers.REFUSED);
  }

  /**
   * Returns the proof in the form in which it is stored, like {@link #canonical()}, optionally
   * permitting members named like a private witness.
   *
   * @throws ValidationException as there
   */
  public ZkProof canonical(WitnessMembers witness) {
    WitnessCheck.check("metadata", metadata, witness);
    ProofRules.notNegative("blockNumber", blockNumber);
    ProofRules.notNegative("gasUsed", gasUsed);
    ProofDocuments documents =
        ProofDocuments.canonical(protocol, proofData, verificationKey, publicSignals, witness);
    return toBuilder()
        .proofData(documents.proofData())
        .verificationKey(documents.verificationKey())
        .publicSignals(documents.publicSignals())
        .build();
  }

  /**
   * Returns the hash of the verification key in its current form. For a stored proof, whose key is
   * canonical, this is the hash under which the key is stored. Computed at each call.
   */
  public VerificationKeyHash verificationKeyHash() {
    return VerificationKeyHash.of(verificationKey);
  }
}
