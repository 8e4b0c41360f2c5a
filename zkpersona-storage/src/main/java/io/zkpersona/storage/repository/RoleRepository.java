package io.zkpersona.storage.repository;

import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.access.RoleFilter;
import io.zkpersona.domain.id.RoleId;
import java.util.Optional;

/** Roles. Deleting one takes it from every user that has it. */
public interface RoleRepository
    extends Repository<Role, RoleId>, FilterablePaginatedRepository<Role, RoleFilter> {

  /**
   * Looks a role up by name.
   *
   * @param name the name, letter case included
   * @return the role, empty if there is none
   */
  Optional<Role> findByName(String name);
}
