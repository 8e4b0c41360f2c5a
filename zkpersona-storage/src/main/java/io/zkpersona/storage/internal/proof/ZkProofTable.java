package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.VerificationKeys.VERIFICATION_KEYS;
import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.WitnessCheck;
import io.zkpersona.domain.proof.document.WitnessMembers;
import io.zkpersona.storage.internal.mapping.EntityTable;
import org.jooq.Field;

/**
 * Maps the columns of {@code zk_proofs} to components. Updates cannot change a proof's claim, owner
 * or verdict.
 */
final class ZkProofTable {

  static final EntityTable<ZkProof, ZkProofId> TABLE = table(WitnessMembers.REFUSED);

  /** For callers who deliberately store members with the name of a private witness. */
  static final EntityTable<ZkProof, ZkProofId> WITH_WITNESS =
      table(WitnessMembers.STORED_KNOWINGLY);

  private ZkProofTable() {}

  private static EntityTable<ZkProof, ZkProofId> table(WitnessMembers witness) {
    return EntityTable.of(
        ZK_PROOFS,
        (t, columns) -> {
          var id = columns.key(t.ID);
          var userId = columns.fixed(t.USER_ID, ZkProof::userId);
          var behaviorInputId = columns.column(t.BEHAVIOR_INPUT_ID, ZkProof::behaviorInputId);
          var scoringResultId = columns.column(t.SCORING_RESULT_ID, ZkProof::scoringResultId);
          var proofData = columns.fixed(t.PROOF_DATA, ZkProof::proofData);
          var verificationKey =
              columns.derived(t.VERIFICATION_KEY, key(), ZkProof::verificationKey);
          var publicSignals = columns.fixed(t.PUBLIC_SIGNALS, ZkProof::publicSignals);
          var proofType = columns.column(t.PROOF_TYPE, ZkProof::proofType);
          var protocol = columns.fixed(t.PROTOCOL, ZkProof::protocol);
          var circuitName = columns.fixed(t.CIRCUIT_NAME, ZkProof::circuitName);
          var circuitVersion = columns.fixed(t.CIRCUIT_VERSION, ZkProof::circuitVersion);
          var verificationStatus =
              columns.fixed(t.VERIFICATION_STATUS, ZkProof::verificationStatus);
          var verifiedAt = columns.fixed(t.VERIFIED_AT, ZkProof::verifiedAt);
          var verifierId = columns.fixed(t.VERIFIER_ID, ZkProof::verifierId);
          var blockchainNetwork = columns.fixed(t.BLOCKCHAIN_NETWORK, ZkProof::blockchainNetwork);
          var transactionHash = columns.fixed(t.TRANSACTION_HASH, ZkProof::transactionHash);
          var blockNumber = columns.fixed(t.BLOCK_NUMBER, ZkProof::blockNumber);
          var gasUsed = columns.fixed(t.GAS_USED, ZkProof::gasUsed);
          var metadata = columns.column(t.METADATA, ZkProof::metadata);
          var expiresAt = columns.column(t.EXPIRES_AT, ZkProof::expiresAt);
          var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, ZkProof::withAudit);
          columns.lifecycle(
              verificationStatus,
              verifiedAt,
              verifierId,
              blockchainNetwork,
              transactionHash,
              blockNumber,
              gasUsed);
          columns.insertForm(proof -> proof.canonical(witness));
          // Also checks the update of an older row: the row's documents may stay, new values are
          // checked.
          columns.writeCheck(proof -> WitnessCheck.check("metadata", proof.metadata(), witness));
          return row ->
              new ZkProof(
                  row.get(id),
                  row.getNullable(userId),
                  row.getNullable(behaviorInputId),
                  row.getNullable(scoringResultId),
                  row.get(proofData),
                  row.get(verificationKey),
                  row.get(publicSignals),
                  row.get(proofType),
                  row.get(protocol),
                  row.getNullable(circuitName),
                  row.get(circuitVersion),
                  row.get(verificationStatus),
                  row.getNullable(verifiedAt),
                  row.getNullable(verifierId),
                  row.getNullable(blockchainNetwork),
                  row.getNullable(transactionHash),
                  row.getNullable(blockNumber),
                  row.getNullable(gasUsed),
                  row.get(metadata),
                  row.getNullable(expiresAt),
                  audit.read(row));
        });
  }

  /** Returns a proof's own key, as older rows have it, or the key it refers to. */
  private static Field<Json> key() {
    return coalesce(
        ZK_PROOFS.VERIFICATION_KEY,
        field(
            select(VERIFICATION_KEYS.KEY)
                .from(VERIFICATION_KEYS)
                .where(VERIFICATION_KEYS.HASH.eq(ZK_PROOFS.VERIFICATION_KEY_HASH))));
  }
}
