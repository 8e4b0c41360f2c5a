package io.zkpersona.storage.internal.access;

import static io.zkpersona.storage.internal.tables.tables.Roles.ROLES;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.id.RoleId;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.RoleRepository;
import java.util.Optional;

public final class PostgresRoleRepository extends PostgresRepository<Role, RoleId, RoleFilter>
    implements RoleRepository {
  private static final EntityStatements<Role, Role, RoleId, RoleFilter> STATEMENTS =
      EntityStatements.of(RoleTable.TABLE, RoleConditions.FILTER);

  private static final Statement<String, Role> FIND_BY_NAME = STATEMENTS.findBy(ROLES.NAME);

  public PostgresRoleRepository(RepositoryContext context) {
    super(context, STATEMENTS, RoleId::generate);
  }

  @Override
  public Optional<Role> findByName(String name) {
    return findByName(FIND_BY_NAME, Required.argument("name", name));
  }
}
