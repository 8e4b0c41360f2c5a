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
          columns -> {
            var id = columns.key(ZK_PROOFS.ID);
            var userId = columns.column(ZK_PROOFS.USER_ID, ZkProofHeader::userId);
            var behaviorInputId =
                columns.column(ZK_PROOFS.BEHAVIOR_INPUT_ID, ZkProofHeader::behaviorInputId);
            var scoringResultId =
                columns.column(ZK_PROOFS.SCORING_RESULT_ID, ZkProofHeader::scoringResultId);
            var keyHash =
                columns.column(ZK_PROOFS.VERIFICATION_KEY_HASH, ZkProofHeader::verificationKeyHash);
            var proofType = columns.column(ZK_PROOFS.PROOF_TYPE, ZkProofHeader::proofType);
            var protocol = columns.column(ZK_PROOFS.PROTOCOL, ZkProofHeader::protocol);
            var circuitName = columns.column(ZK_PROOFS.CIRCUIT_NAME, ZkProofHeader::circuitName);
            var circuitVersion =
                columns.column(ZK_PROOFS.CIRCUIT_VERSION, ZkProofHeader::circuitVersion);
            var verificationStatus =
                columns.column(ZK_PROOFS.VERIFICATION_STATUS, ZkProofHeader::verificationStatus);
            var verifiedAt = columns.column(ZK_PROOFS.VERIFIED_AT, ZkProofHeader::verifiedAt);
            var verifierId = columns.column(ZK_PROOFS.VERIFIER_ID, ZkProofHeader::verifierId);
            var blockchainNetwork =
                columns.column(ZK_PROOFS.BLOCKCHAIN_NETWORK, ZkProofHeader::blockchainNetwork);
            var transactionHash =
                columns.column(ZK_PROOFS.TRANSACTION_HASH, ZkProofHeader::transactionHash);
            var blockNumber = columns.column(ZK_PROOFS.BLOCK_NUMBER, ZkProofHeader::blockNumber);
            var gasUsed = columns.column(ZK_PROOFS.GAS_USED, ZkProofHeader::gasUsed);
            var metadata = columns.column(ZK_PROOFS.METADATA, ZkProofHeader::metadata);
            var expiresAt = columns.column(ZK_PROOFS.EXPIRES_AT, ZkProofHeader::expiresAt);
            var audit =
                columns.audit(
                    ZK_PROOFS.CID,
                    ZK_PROOFS.CTIME,
                    ZK_PROOFS.MID,
                    ZK_PROOFS.MTIME,
                    ZkProofHeader::withAudit);
            columns.sortable("createdAt", audit.createdAt());
            columns.sortable("modifiedAt", audit.modifiedAt());
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
