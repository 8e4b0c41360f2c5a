package io.zkpersona.storage.repository;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;

/** Zero-knowledge proofs. */
public interface ZkProofRepository
    extends Repository<ZkProof, ZkProofId>, FilterablePaginatedRepository<ZkProof, ZkProofFilter> {}
