package io.zkpersona.storage.internal.proof;

import static io.zkpersona.storage.internal.tables.tables.ZkProofs.ZK_PROOFS;

import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Maps the members of a {@link ZkProofFilter} to conditions. */
final class ZkProofConditions {

  static final FilterConditions<ZkProofFilter> FILTER =
      FilterConditions.of(
          ZkProofFilter.none(),
          conditions ->
              conditions
                  .equal(ZK_PROOFS.USER_ID, ZkProofFilter::userId)
                  .equal(ZK_PROOFS.PROOF_TYPE, ZkProofFilter::proofType)
                  .equal(ZK_PROOFS.VERIFICATION_STATUS, ZkProofFilter::verificationStatus)
                  .equal(ZK_PROOFS.BLOCKCHAIN_NETWORK, ZkProofFilter::blockchainNetwork)
                  .atLeast(ZK_PROOFS.CTIME, ZkProofFilter::startDate)
                  .below(ZK_PROOFS.CTIME, ZkProofFilter::endDate)
                  .index(ZK_PROOFS.USER_ID, ZK_PROOFS.CTIME));

  private ZkProofConditions() {}
}
