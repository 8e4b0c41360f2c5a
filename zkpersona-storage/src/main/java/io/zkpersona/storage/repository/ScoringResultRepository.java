package io.zkpersona.storage.repository;

import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;

/** Scoring results. */
public interface ScoringResultRepository
    extends Repository<ScoringResult, ScoringResultId>,
        FilterablePaginatedRepository<ScoringResult, ScoringResultFilter> {}
