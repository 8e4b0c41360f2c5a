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
 * Something proven in zero knowledge, with what is needed to check it and what came of checking.
 * Immutable and thread-safe; {@link #toString()} shows neither proof, key, signals nor metadata.
 * {@link ZkProofHeader} is the same without its three documents.
 *
 * @param id the proof's id
 * @param userId whose proof it is; null if nobody's
 * @param behaviorInputId the input it is about; null if none
 * @param scoringResultId the scoring result it is about; null if none
 * @param proofData the proof; from snarkjs, {@code proof.json}. Never the private witness
 * @param verificationKey what it is checked with; from snarkjs, {@code verification_key.json}
 * @param publicSignals what it proves; from snarkjs, an array of decimal strings
 * @param proofType what family it belongs to
 * @param protocol by which protocol it was made
 * @param circuitName the declared circuit it is of, at most 100 characters; null if of none, and
 *     then nothing keeps it from being stored again under a changed key
 * @param circuitVersion the version of the circuit, 1 to 50 characters
 * @param verificationStatus what is known of it
 * @param verifiedAt when it was verified, cut to microseconds; set exactly when the status is
 *     verified
 * @param verifierId who verified it: a user or a service; null if nobody or unknown
 * @param blockchainNetwork the chain it was put on, at most 50 characters; null if none
 * @param transactionHash the transaction that did, 10 to 100 characters; null if none
 * @param blockNumber the block of that transaction; null if none; {@link #canonical} refuses one
 *     below 0, which old rows may hold
 * @param gasUsed the gas it used; null if none; {@link #canonical} refuses one below 0, which old
 *     rows may hold
 * @param metadata whatever else is known
 * @param expiresAt from when on it no longer counts, cut to microseconds; null if it always does
 * @param audit who wrote this and when
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
   * Checks the values and cuts the times to microseconds.
   *
   * @throws ValidationException if a value is missing or out of range, or {@code verifiedAt} and
   *     {@code verificationStatus} don't go together
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

  /** A builder with a new id and the defaults: zkml by groth16, pending. */
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

  /** A builder that holds these values. */
  public ZkProofBuilder toBuilder() {
    return ZkProofBuilder.builder(this);
  }

  /**
   * The proof in the form in which it is stored: its documents as {@link ProofDocuments#canonical}
   * gives them, so that each thing has one spelling. What may be read, as old rows may hold it, but
   * not stored anew, is refused. Whether the proof holds is for a verifier to say.
   *
   * @throws ValidationException if the documents are none of the protocol or don't agree, one of
   *     them or the metadata holds a private witness, or the block's number or the gas used is
   *     below 0
   */
  public ZkProof canonical() {
    return canonical(WitnessMembers.REFUSED);
  }

  /**
   * As {@link #canonical()}, but members by the name of a private witness may be let in.
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
   * The address of the verification key as it is held here. Of a stored proof, whose key is in
   * canonical form, it is the address by which the key is kept. Computed at each call.
   */
  public VerificationKeyHash verificationKeyHash() {
    return VerificationKeyHash.of(verificationKey);
  }
}
