package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.Permissions.PERMISSIONS;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.storage.repository.PermissionRepository;
import java.util.Optional;

final class PostgresPermissionRepository
    extends PostgresRepository<Permission, PermissionId, PermissionFilter>
    implements PermissionRepository {

  PostgresPermissionRepository(RepositoryContext context) {
    super(context, PermissionTable.TABLE, PermissionConditions.FILTER, PermissionId::generate);
  }

  @Override
  public Optional<Permission> findByName(String name) {
    return findByName(PERMISSIONS.NAME, Required.argument("name", name));
  }
}
