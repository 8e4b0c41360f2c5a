package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofFilter;
import io.zkpersona.storage.repository.ZkProofRepository;

final class PostgresZkProofRepository extends PostgresRepository<ZkProof, ZkProofId, ZkProofFilter>
    implements ZkProofRepository {

  PostgresZkProofRepository(RepositoryContext context) {
    super(context, ZkProofTable.TABLE, ZkProofConditions.FILTER, ZkProofId::generate);
  }
}
