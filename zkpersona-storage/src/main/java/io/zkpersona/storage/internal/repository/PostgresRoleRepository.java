package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.tables.Roles.ROLES;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.repository.RoleRepository;
import java.util.Optional;

final class PostgresRoleRepository extends PostgresRepository<Role, RoleId, RoleFilter>
    implements RoleRepository {

  PostgresRoleRepository(RepositoryContext context) {
    super(context, RoleTable.TABLE, RoleConditions.FILTER, RoleId::generate);
  }

  @Override
  public Optional<Role> findByName(String name) {
    return findByName(ROLES.NAME, Required.argument("name", name));
  }
}
