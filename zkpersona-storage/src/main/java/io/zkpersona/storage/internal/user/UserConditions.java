package io.zkpersona.storage.internal.user;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.inline;

import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Translates a {@link UserFilter} into conditions. */
final class UserConditions {

  static final FilterConditions<UserFilter> FILTER =
      FilterConditions.of(
          UserFilter.none(),
          conditions ->
              conditions
                  .equal(USERS.STATUS, UserFilter::status)
                  .atLeast(USERS.CTIME, UserFilter::createdFrom)
                  .below(USERS.CTIME, UserFilter::createdUntil)
                  .when(
                      UserConditions::leavesOutDeleted,
                      USERS.STATUS.ne(inline(UserStatus.DELETED))));

  private UserConditions() {}

  private static boolean leavesOutDeleted(UserFilter filter) {
    return filter.status() == null && !Boolean.TRUE.equals(filter.includeDeleted());
  }
}
