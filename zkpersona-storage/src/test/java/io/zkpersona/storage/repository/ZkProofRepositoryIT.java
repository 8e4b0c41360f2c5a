package io.zkpersona.storage.repository;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;

class ZkProofRepositoryIT extends RepositoryContract<ZkProof, ZkProofId, ZkProofFilter> {

  ZkProofRepositoryIT() {
    super(new ZkProofKind());
  }
}
