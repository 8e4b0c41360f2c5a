package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Permissions.PERMISSIONS;

import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Translates a {@link PermissionFilter} into conditions. */
final class PermissionConditions {

  static final FilterConditions<PermissionFilter> FILTER =
      FilterConditions.of(
          PermissionFilter.none(),
          conditions ->
              conditions
                  .atLeast(PERMISSIONS.CTIME, PermissionFilter::createdFrom)
                  .below(PERMISSIONS.CTIME, PermissionFilter::createdUntil));

  private PermissionConditions() {}
}
