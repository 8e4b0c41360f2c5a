package io.zkpersona.storage.plan;

import static io.zkpersona.storage.plan.RepositoryCalls.USER;

import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.storage.repository.Repositories;

/** One call of each method about roles: a few roles, granted to many users. */
final class AccessCalls {

  private AccessCalls() {}

  static void addTo(Calls calls) {
    calls.add("access", AccessCalls::grantAndAsk);
  }

  private static void grantAndAsk(Repositories all) {
    Role role = all.roles().create(CreateRoleRequest.builder().name("plan").build());
    Permission permission =
        all.permissions().create(CreatePermissionRequest.builder().name("plan:read").build());
    all.access().addPermission(role.id(), permission.id());
    all.access().grant(USER, role.id(), null);
    all.access().permissionsOf(USER);
    all.access().rolesOf(USER);
    all.access().has(USER, "plan:read");
    all.access().require(USER, "plan:read");
    all.access().revoke(USER, role.id());
    all.access().removePermission(role.id(), permission.id());
  }
}
