package io.zkpersona.storage.internal.scoring;

import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;

import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Translates a {@link ScoringResultFilter} into conditions. */
final class ScoringResultConditions {

  static final FilterConditions<ScoringResultFilter> FILTER =
      FilterConditions.of(
          ScoringResultFilter.none(),
          conditions ->
              conditions
                  .equal(SCORING_RESULTS.USER_ID, ScoringResultFilter::userId)
                  .equal(SCORING_RESULTS.BEHAVIOR_INPUT_ID, ScoringResultFilter::behaviorInputId)
                  .equal(SCORING_RESULTS.MODEL_VERSION, ScoringResultFilter::modelVersion)
                  .atLeast(SCORING_RESULTS.SCORE, ScoringResultFilter::minScore)
                  .atMost(SCORING_RESULTS.SCORE, ScoringResultFilter::maxScore)
                  .atLeast(SCORING_RESULTS.TIMESTAMP, ScoringResultFilter::startDate)
                  .below(SCORING_RESULTS.TIMESTAMP, ScoringResultFilter::endDate)
                  .index(SCORING_RESULTS.USER_ID, SCORING_RESULTS.TIMESTAMP));

  private ScoringResultConditions() {}
}
