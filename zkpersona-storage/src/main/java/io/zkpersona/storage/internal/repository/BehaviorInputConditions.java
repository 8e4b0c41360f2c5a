package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Which member of a {@link BehaviorInputFilter} means which condition. */
final class BehaviorInputConditions {

  static final FilterConditions<BehaviorInputFilter> FILTER =
      FilterConditions.of(
          BehaviorInputFilter.none(),
          conditions ->
              conditions
                  .equal(BEHAVIOR_INPUTS.USER_ID, BehaviorInputFilter::userId)
                  .equal(
                      BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID, BehaviorInputFilter::behaviorSessionId)
                  .equal(BEHAVIOR_INPUTS.SESSION_ID, BehaviorInputFilter::sessionId)
                  .equal(BEHAVIOR_INPUTS.INPUT_TYPE, BehaviorInputFilter::inputType)
                  .equal(BEHAVIOR_INPUTS.SOURCE, BehaviorInputFilter::source)
                  .equal(BEHAVIOR_INPUTS.PROCESSED, BehaviorInputFilter::processed)
                  .atLeast(BEHAVIOR_INPUTS.TIMESTAMP, BehaviorInputFilter::startDate)
                  .below(BEHAVIOR_INPUTS.TIMESTAMP, BehaviorInputFilter::endDate)
                  .index(BEHAVIOR_INPUTS.USER_ID, BEHAVIOR_INPUTS.TIMESTAMP));

  private BehaviorInputConditions() {}
}
