package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Permissions.PERMISSIONS;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.PermissionRepository;
import java.util.Optional;

public final class PostgresPermissionRepository
    extends PostgresRepository<Permission, PermissionId, PermissionFilter>
    implements PermissionRepository {

  public PostgresPermissionRepository(RepositoryContext context) {
    super(context, PermissionTable.TABLE, PermissionConditions.FILTER, PermissionId::generate);
  }

  @Override
  public Optional<Permission> findByName(String name) {
    return findByName(PERMISSIONS.NAME, Required.argument("name", name));
  }
}
