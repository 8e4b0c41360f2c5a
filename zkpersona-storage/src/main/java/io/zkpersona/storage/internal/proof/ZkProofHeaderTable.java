package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code zk_proofs} to the components of a header. Read-only. */
final class ZkProofHeaderTable {

  static final EntityTable<ZkProofHeader, ZkProofId> TABLE =
      EntityTable.of(
          ZK_PROOFS,
          (t, columns) -> {
            var id = columns.key(t.ID);
            var userId = columns.column(t.USER_ID, ZkProofHeader::userId);
            var behaviorInputId =
                columns.column(t.BEHAVIOR_INPUT_ID, ZkProofHeader::behaviorInputId);
            var scoringResultId =
                columns.column(t.SCORING_RESULT_ID, ZkProofHeader::scoringResultId);
            var keyHash =
                columns.column(t.VERIFICATION_KEY_HASH, ZkProofHeader::verificationKeyHash);
            var proofType = columns.column(t.PROOF_TYPE, ZkProofHeader::proofType);
            var protocol = columns.column(t.PROTOCOL, ZkProofHeader::protocol);
            var circuitName = columns.column(t.CIRCUIT_NAME, ZkProofHeader::circuitName);
            var circuitVersion = columns.column(t.CIRCUIT_VERSION, ZkProofHeader::circuitVersion);
            var verificationStatus =
                columns.column(t.VERIFICATION_STATUS, ZkProofHeader::verificationStatus);
            var verifiedAt = columns.column(t.VERIFIED_AT, ZkProofHeader::verifiedAt);
            var verifierId = columns.column(t.VERIFIER_ID, ZkProofHeader::verifierId);
            var blockchainNetwork =
                columns.column(t.BLOCKCHAIN_NETWORK, ZkProofHeader::blockchainNetwork);
            var transactionHash =
                columns.column(t.TRANSACTION_HASH, ZkProofHeader::transactionHash);
            var blockNumber = columns.column(t.BLOCK_NUMBER, ZkProofHeader::blockNumber);
            var gasUsed = columns.column(t.GAS_USED, ZkProofHeader::gasUsed);
            var metadata = columns.column(t.METADATA, ZkProofHeader::metadata);
            var expiresAt = columns.column(t.EXPIRES_AT, ZkProofHeader::expiresAt);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, ZkProofHeader::withAudit);
            return row ->
                new ZkProofHeader(
                    row.get(id),
                    row.getNullable(userId),
                    row.getNullable(behaviorInputId),
                    row.getNullable(scoringResultId),
                    row.getNullable(keyHash),
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

  private ZkProofHeaderTable() {}
}
