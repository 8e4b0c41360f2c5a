package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.repository.ScoringResultRepository;

final class PostgresScoringResultRepository
    extends PostgresRepository<ScoringResult, ScoringResultId, ScoringResultFilter>
    implements ScoringResultRepository {

  PostgresScoringResultRepository(RepositoryContext context) {
    super(
        context,
        ScoringResultTable.TABLE,
        ScoringResultConditions.FILTER,
        ScoringResultId::generate);
  }
}
