package io.zkpersona.storage.reputation;

import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.storage.repository.contract.RepositoryContract;
import io.zkpersona.storage.testing.server.NewestServerOnly;

@NewestServerOnly(unlessLong = true)
class ReputationRecordRepositoryIT
    extends RepositoryContract<ReputationRecord, ReputationRecordId, ReputationFilter> {

  ReputationRecordRepositoryIT() {
    super(new ReputationRecordFixture());
  }
}
