package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Roles.ROLES;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.RoleRepository;
import java.util.Optional;

public final class PostgresRoleRepository extends PostgresRepository<Role, RoleId, RoleFilter>
    implements RoleRepository {

  public PostgresRoleRepository(RepositoryContext context) {
    super(context, RoleTable.TABLE, RoleConditions.FILTER, RoleId::generate);
  }

  @Override
  public Optional<Role> findByName(String name) {
    return findByName(ROLES.NAME, Required.argument("name", name));
  }
}
