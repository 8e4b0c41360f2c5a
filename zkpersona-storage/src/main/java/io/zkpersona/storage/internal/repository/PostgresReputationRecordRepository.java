package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.storage.repository.ReputationRecordRepository;

final class PostgresReputationRecordRepository
    extends PostgresRepository<ReputationRecord, ReputationRecordId, ReputationFilter>
    implements ReputationRecordRepository {

  PostgresReputationRecordRepository(RepositoryContext context) {
    super(
        context,
        ReputationRecordTable.TABLE,
        ReputationRecordConditions.FILTER,
        ReputationRecordId::generate);
  }
}
