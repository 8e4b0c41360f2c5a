package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;

import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Maps the members of a {@link BehaviorSessionFilter} to conditions. */
final class BehaviorSessionConditions {

  static final FilterConditions<BehaviorSessionFilter> FILTER =
      FilterConditions.of(
          BehaviorSessionFilter.none(),
          conditions ->
              conditions
                  .equal(BEHAVIOR_SESSIONS.USER_ID, BehaviorSessionFilter::userId)
                  .equal(BEHAVIOR_SESSIONS.SESSION_TYPE, BehaviorSessionFilter::sessionType)
                  .equal(BEHAVIOR_SESSIONS.STATUS, BehaviorSessionFilter::status)
                  .atLeast(BEHAVIOR_SESSIONS.START_TIME, BehaviorSessionFilter::startDate)
                  .below(BEHAVIOR_SESSIONS.START_TIME, BehaviorSessionFilter::endDate)
                  .index(BEHAVIOR_SESSIONS.USER_ID, BEHAVIOR_SESSIONS.START_TIME));

  private BehaviorSessionConditions() {}
}
