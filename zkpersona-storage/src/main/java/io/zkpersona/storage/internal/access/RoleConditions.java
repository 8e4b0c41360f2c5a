package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Roles.ROLES;

import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Translates a {@link RoleFilter} into conditions. */
final class RoleConditions {

  static final FilterConditions<RoleFilter> FILTER =
      FilterConditions.of(
          RoleFilter.none(),
          conditions ->
              conditions
                  .atLeast(ROLES.CTIME, RoleFilter::createdFrom)
                  .below(ROLES.CTIME, RoleFilter::createdUntil));

  private RoleConditions() {}
}
