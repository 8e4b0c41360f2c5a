package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Permissions.PERMISSIONS;

import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.PermissionFilter;
import io.zkpersona.domain.id.PermissionId;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.PermissionRepository;
import java.util.Optional;

public final class PostgresPermissionRepository
    extends PostgresRepository<Permission, PermissionId, PermissionFilter>
    implements PermissionRepository {
  private static final EntityStatements<Permission, Permission, PermissionId, PermissionFilter>
      STATEMENTS = EntityStatements.of(PermissionTable.TABLE, PermissionConditions.FILTER);

  private static final Statement<String, Permission> FIND_BY_NAME =
      STATEMENTS.findBy(PERMISSIONS.NAME);

  public PostgresPermissionRepository(RepositoryContext context) {
    super(context, STATEMENTS, PermissionId::generate);
  }

  @Override
  public Optional<Permission> findByName(String name) {
    return findByName(FIND_BY_NAME, Required.argument("name", name));
  }
}
