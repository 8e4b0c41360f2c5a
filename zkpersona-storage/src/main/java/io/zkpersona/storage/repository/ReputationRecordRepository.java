package io.zkpersona.storage.repository;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;

/** Reputation records. */
public interface ReputationRecordRepository
    extends Repository<ReputationRecord, ReputationRecordId>,
        FilterablePaginatedRepository<ReputationRecord, ReputationFilter> {}
