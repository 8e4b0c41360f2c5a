package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.tables.tables.ReputationRecords.REPUTATION_RECORDS;

import io.zkpersona.domain.reputation.ReputationFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Maps the members of a {@link ReputationFilter} to conditions. */
final class ReputationRecordConditions {

  static final FilterConditions<ReputationFilter> FILTER =
      FilterConditions.of(
          ReputationFilter.none(),
          conditions ->
              conditions
                  .equal(REPUTATION_RECORDS.USER_ID, ReputationFilter::userId)
                  .equal(REPUTATION_RECORDS.SCORING_CATEGORY, ReputationFilter::scoringCategory)
                  .equal(REPUTATION_RECORDS.SCORING_PERIOD, ReputationFilter::scoringPeriod)
                  .equal(REPUTATION_RECORDS.STATUS, ReputationFilter::status)
                  .equal(REPUTATION_RECORDS.IS_VERIFIED, ReputationFilter::verified)
                  .equal(REPUTATION_RECORDS.IS_PUBLIC, ReputationFilter::isPublic)
                  .atLeast(REPUTATION_RECORDS.REPUTATION_SCORE, ReputationFilter::minScore)
                  .atMost(REPUTATION_RECORDS.REPUTATION_SCORE, ReputationFilter::maxScore)
                  .atLeast(REPUTATION_RECORDS.EFFECTIVE_FROM, ReputationFilter::startDate)
                  .below(REPUTATION_RECORDS.EFFECTIVE_FROM, ReputationFilter::endDate)
                  .index(REPUTATION_RECORDS.USER_ID, REPUTATION_RECORDS.EFFECTIVE_FROM));

  private ReputationRecordConditions() {}
}
